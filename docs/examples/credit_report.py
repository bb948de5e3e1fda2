"""出具一份信用报告，存成 PDF。Issue a credit report and save it.

python credit_report.py CODE FILE
"""

import os
import sys
from pathlib import Path

from credit_window_client import CreditWindow

with CreditWindow(os.environ["CREDIT_WINDOW_URL"], os.environ["CREDIT_WINDOW_TOKEN"]) as client:
    report = client.enterprises.issue_report(
        sys.argv[1], basis={"kind": "sharing", "reference": "杭西教〔2026〕3号"}
    )
    client.credit_reports.report_pdf(report["number"]).save(Path(sys.argv[2]))
print(report["number"])
