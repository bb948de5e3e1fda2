"""查一批，最多 10,000 个：文件每行一个代码。Ask about up to 10,000: one code a line.

python many_subjects.py FILE
"""

import os
import sys
from pathlib import Path

from credit_window_client import CreditWindow

codes = Path(sys.argv[1]).read_text(encoding="utf-8").split()
with CreditWindow(os.environ["CREDIT_WINDOW_URL"], os.environ["CREDIT_WINDOW_TOKEN"]) as client:
    answers = client.ask_each(
        [{"id_number": code} for code in codes],
        purpose="enterprise_review",
        basis={"kind": "sharing", "reference": "杭西教〔2026〕3号"},
    )
    for answer in answers:  # 边办边到 each arrives while the others are worked on
        code = codes[answer["index"]]
        if "problem" in answer:
            print(code, answer["problem"]["message"], answer["problem"].get("remedy") or "")
        else:
            print(code, "不利信息", answer.get("adverse", 0), "条")
