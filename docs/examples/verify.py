"""核验证明、文书或报告，不用登录。Is a paper genuine and current? No sign-in.

python verify.py NUMBER
"""

import os
import sys

from credit_window_client import CreditWindow, NotFound

with CreditWindow(os.environ["CREDIT_WINDOW_URL"]) as client:
    try:
        paper = client.papers.verify(sys.argv[1])
    except NotFound as problem:
        sys.exit(problem.detail)
print(paper["document"], paper["subject"], paper["issued_at"])
genuine = paper["intact"] == "yes" and paper["issuer_known"] == "yes"
print("内容完整" if genuine else "内容有误或签发者不明", paper["status"])
sys.exit(0 if genuine and paper["status"] == "valid" else 1)
