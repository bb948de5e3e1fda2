"""不予办理和请求过多时怎样处理。What to do about refusals and about too many requests.

python refused.py CODE

暂时不能办理（429、503）时，客户端自己按 Retry-After 等待后再试，要等太久才报错；
其余不予办理的情形都是异常。
The client itself waits as Retry-After asks and tries again, and raises only what would take
too long; every other refusal is an exception at once.
"""

import os
import sys

from credit_window_client import CreditWindow, InvalidInput, Patience, Problem, Throttled

patience = Patience(attempts=4, longest_wait=30)
with CreditWindow(os.environ["CREDIT_WINDOW_URL"], patience=patience) as client:
    try:
        answer = client.queries.ask(subject={"id_type": "uscc", "id_number": sys.argv[1]})
    except Throttled as problem:
        wait = problem.retry_after or 60
        print(f"请在 {wait:.0f} 秒后再试 · try again in {wait:.0f} s", file=sys.stderr)
        sys.exit(75)
    except InvalidInput as problem:
        for error in problem.errors:
            print(error.field, error.message, error.remedy or "", file=sys.stderr)
        sys.exit(1)
    except Problem as problem:
        print(problem.code, problem.detail, file=sys.stderr)
        sys.exit(1)
print(answer["number"], answer.get("statement") or f"公示信息 {len(answer['records'])} 条")
