"""What a browser that was never here fetches for a page: the page and the files it names."""

import re
from html import unescape

from flask.testing import FlaskClient

_FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br"}
"""What every browser sends; the service decides what it packs."""


class FirstLoads:
    """Counts the bytes of first loads; each file of the program is fetched once."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._sizes: dict[str, int] = {}

    def bytes_of(self, page: str) -> int:
        """Bytes of a page and of its files, as they are served."""
        return len(page.encode()) + sum(map(self._size, files_of(page)))

    def _size(self, address: str) -> int:
        if address not in self._sizes:
            with self._client.get(address, headers=ACCEPTED) as answer:
                assert answer.status_code == 200, address
                self._sizes[address] = len(answer.data)
        return self._sizes[address]


def files_of(page: str) -> set[str]:
    """The addresses of the style sheets, scripts and pictures a page names."""
    return {unescape(address) for address in _FILES.findall(page)}
