"""How `REDIS_URL` is written, and that nobody but one place makes clients from it."""

import re
from pathlib import Path

import pytest

from service.redis_address import SentinelAddress, is_watched, read_sentinel
from service.redis_client import connect_to, sentinels

ROOT = Path(__file__).parent.parent.parent


def test_an_address_is_taken_apart():
    plain = read_sentinel("redis+sentinel://a:1,b,[::1]:3/credit")
    assert plain == SentinelAddress((("a", 1), ("b", 26379), ("::1", 3)), "credit")
    full = read_sentinel(
        "rediss+sentinel://me:p%40ss@a:1/credit/3?sentinel_username=s&sentinel_password=t"
    )
    assert (full.master, full.database, full.tls) == ("credit", 3, True)
    assert (full.username, full.password) == ("me", "p@ss")
    assert (full.sentinel_username, full.sentinel_password) == ("s", "t")
    assert "p@ss" not in repr(full)
    assert not is_watched("redis://h")


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://a:1",
        "redis+sentinel://a:1/",
        "redis+sentinel:///credit",
        "redis+sentinel://a:x/credit",
        "redis+sentinel://a:1,,b:2/credit",
        "redis+sentinel://a:1/credit/zero",
        "redis+sentinel://a:1/credit/0/more",
        "redis+sentinel://a:1/credit?password=x",
        "redis+sentinel://a:1/credit?junk",
        "redis+sentinel://a:1/credit?ssl_certfile=x.crt",
    ],
)
def test_what_cannot_be_read_is_refused(url):
    with pytest.raises(ValueError, match=r"\w"):
        read_sentinel(url)


def test_certificates_are_shown_to_redis_and_to_its_sentinels():
    url = "rediss+sentinel://a:1/credit?ssl_ca_certs=ca.crt&ssl_certfile=x.crt&ssl_keyfile=x.key"
    files = {"ssl_ca_certs": "ca.crt", "ssl_certfile": "x.crt", "ssl_keyfile": "x.key"}
    assert read_sentinel(url).tls_files == files
    (sentinel,) = sentinels(url).sentinels
    for client in (connect_to(url), sentinel):
        given = client.connection_pool.connection_kwargs
        assert {name: given[name] for name in files} == files


def test_a_client_carries_what_the_address_says():
    client = connect_to("rediss+sentinel://me:pw@a:1/credit/3", socket_timeout=7)
    given = client.connection_pool.connection_kwargs
    assert (given["db"], given["username"], given["password"]) == (3, "me", "pw")
    assert given["socket_timeout"] == 7
    assert "SSL" in client.connection_pool.connection_class.__name__
    assert connect_to("redis://h:9/2").connection_pool.connection_kwargs["db"] == 2


def test_clients_of_redis_are_made_in_one_place():
    making = re.compile(r"Redis\.from_url|(?<!\w)Redis\(\w|import Sentinel\b")
    found = {
        str(path.relative_to(ROOT))
        for package in ("service", "credit", "workflows", "scoring")
        for path in (ROOT / package).rglob("*.py")
        if making.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"service/redis_client.py"}
