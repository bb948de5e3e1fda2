"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class ServedNotice(TypedDict):
    record: int
    served_on: str
