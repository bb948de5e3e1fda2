"""How `DATABASE_URL` is written, for one server or several; libpq reads what SQLAlchemy reads."""

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from service.database_address import for_libpq, for_sqlalchemy, several_hosts

SEVERAL = [
    ("postgresql://u:p%40@a:1,b:2/d", "a,b", "1,2"),
    ("postgres://u:p%40@a,b:2/d?sslmode=require", "a,b", "5432,2"),
    ("postgresql+psycopg://u:p%40@/d?host=a:1&host=b", "a,b", "1,5432"),
    ("postgresql://u:p%40@/d?host=/run/x,/run/y", "/run/x,/run/y", "5432,5432"),
    ("postgresql://u:p%40@/d?host=a,b,c&port=7", "a,b,c", "7,7,7"),
    ("postgresql://u:p%40@[::1]:1,b:2/d", "::1,b", "1,2"),
]


@pytest.mark.parametrize(("given", "hosts", "ports"), SEVERAL)
def test_several_servers(given, hosts, ports):
    address = for_sqlalchemy(given)
    assert several_hosts(address)
    assert for_sqlalchemy(address) == address
    _, options = PGDialect_psycopg().create_connect_args(make_url(address))
    libpq = psycopg.conninfo.conninfo_to_dict(for_libpq(address))
    for read in (options, libpq):
        assert (read["host"], read["port"]) == (hosts, ports)
        assert (read["user"], read["password"], read["dbname"]) == ("u", "p@", "d")
        assert read["target_session_attrs"] == "read-write"
    assert ("sslmode" in libpq) == ("sslmode" in given)


def test_one_server_stays_as_it_is_written():
    for given in ("postgresql://u:p@h:1/d?sslmode=require", "postgresql://u@/d?host=%2Frun%2Fx"):
        address = for_sqlalchemy(given)
        assert for_libpq(address) == given
        assert not several_hosts(address)


def test_what_sessions_are_wanted_may_be_said():
    address = for_sqlalchemy("postgresql://a,b/d?target_session_attrs=prefer-standby")
    assert "prefer-standby" in address
    assert "read-write" not in address


@pytest.mark.parametrize("given", ["mysql://h/d", "postgresql://u@/d?host=a,b&port=1,2,3"])
def test_what_cannot_be_read_is_refused(given):
    with pytest.raises(ValueError, match=r"\w"):
        for_sqlalchemy(given)
