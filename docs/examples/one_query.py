"""查一个单位。Ask about one organisation.

python one_query.py CODE
"""

import os
import sys

from credit_window_client import CreditWindow

with CreditWindow(os.environ["CREDIT_WINDOW_URL"], os.environ["CREDIT_WINDOW_TOKEN"]) as client:
    answer = client.queries.ask(
        purpose="enterprise_review",
        basis={"kind": "sharing", "reference": "杭西教〔2026〕3号"},
        subject={"id_number": sys.argv[1]},
    )
print(answer["number"], answer["subject"]["name"])
print(answer.get("statement") or f"不利信息 {answer['adverse']} 条")
for record in answer.get("records", []):
    print(record.get("decided_on"), record.get("authority"), record.get("violation"))
