"""The supervisor: checks, servers, schema, demo, processes; then keeps all of it up."""

import errno
import http.client
import os
import signal
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import FrameType

from service.embedded.endpoints import Endpoints, claim, embedded_servers, publish, withdraw
from service.embedded.errors import ServerError
from service.embedded.server import EmbeddedServer
from service.operating import COUNTS_VARIABLE
from service.settings import REPOSITORY, Settings, SettingsError
from service.supervise import preflight
from service.supervise.console import complain, say
from service.supervise.counting import counting_folder, empty_folder, remove_folder
from service.supervise.errors import StartError, StopRequested
from service.supervise.keeper import Keeper
from service.supervise.orphans import adopt_orphans
from service.supervise.prepare import prepare
from service.supervise.units import (
    application_units,
    bind_address,
    child_environment,
    server_unit,
)

TICK_SECONDS = 0.2
READY_SECONDS_MAX = 90.0
START_FAILURES_MAX = 3
EXIT_FAILED = 1
WRITE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
WRITE_ERRORS |= {errno.ENOTDIR, errno.EEXIST, errno.EIO}


def run(environ: Mapping[str, str], cwd: Path = REPOSITORY) -> int:
    """Run the whole service until SIGINT or SIGTERM; the exit code. `cwd` holds `wsgi.py`."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    adopt_orphans()
    stack = ExitStack()
    try:
        _serve(stack, environ, cwd)
    except StopRequested:
        say("Stopping …")
        return 0
    except (SettingsError, ServerError, StartError) as error:
        complain(str(error))
    except OSError as error:
        if error.errno not in WRITE_ERRORS:
            raise
        where = f" {error.filename}" if error.filename else ""
        complain(f"Cannot write{where}: {error.strerror}; make room or choose another CREDIT_VAR.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # we are stopping; nobody need ask again
        stack.close()
    return EXIT_FAILED


def _request_stop(_number: int, _frame: FrameType | None) -> None:
    raise StopRequested


def _serve(stack: ExitStack, environ: Mapping[str, str], cwd: Path) -> None:
    settings = Settings.from_env(environ)
    _claim(stack, settings.var_dir)
    preflight.check_port(bind_address(environ), settings.port)
    preflight.check_disk(settings.var_dir)
    counting = counting_folder(environ, settings.var_dir, settings.port)
    empty_folder(counting)
    stack.callback(remove_folder, counting)
    keeper = Keeper(settings.operating.stop_seconds)
    found = _start_servers(stack, keeper, settings)
    counted = {**environ, COUNTS_VARIABLE: str(counting)}
    env = child_environment(counted, settings, found.database_url, found.redis_url)
    prepare(settings, env, cwd)
    for unit in application_units(settings, env, cwd):
        keeper.start(unit)
    _wait_ready(keeper, settings, bind_address(environ))
    _welcome(settings, bind_address(environ))
    while True:
        keeper.tick()
        time.sleep(TICK_SECONDS)


def _claim(stack: ExitStack, var_dir: Path) -> None:
    owned = claim(var_dir)
    if owned is None:
        raise StartError(
            f"The data folder {var_dir} is in use by another 'make run' or command: "
            "stop that first, or choose another folder with CREDIT_VAR."
        )
    stack.callback(os.close, owned)


def _start_servers(stack: ExitStack, keeper: Keeper, settings: Settings) -> Endpoints:
    given = Endpoints(settings.database_url, settings.redis_url)
    if given.database_url:
        preflight.check_database(given.database_url)
    if given.redis_url and (warning := preflight.check_redis(given.redis_url)):
        say(warning)
    postgres, redis = embedded_servers(settings.var_dir, given)
    found = given
    if postgres is not None:
        found = replace(found, database_url=_started(stack, keeper, postgres))
    if redis is not None:
        found = replace(found, redis_url=_started(stack, keeper, redis))
    # Undone in the reverse order: withdrawn, the application stopped, then the servers.
    stack.callback(keeper.stop_all)
    stack.callback(withdraw, settings.var_dir)
    publish(settings.var_dir, found.without(given))
    return found


def _started(stack: ExitStack, keeper: Keeper, server: EmbeddedServer) -> str:
    """The address of a server of ours that is up now, and is kept up."""
    stack.callback(server.stop)
    url = server.start()
    assert server.process is not None, "it answers"
    keeper.adopt(server_unit(server), server.process)
    return url


def _wait_ready(keeper: Keeper, settings: Settings, host: str) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while not _answers(host, settings.port):
        keeper.tick()
        name, failures = keeper.worst()
        log = settings.var_dir / "log" / f"{name}.log"
        if failures >= START_FAILURES_MAX:
            raise StartError(f"'{name}' ended {failures} times while starting; see {log}.")
        if time.monotonic() > deadline:
            raise StartError(
                f"The service does not become ready within {READY_SECONDS_MAX:.0f} s; "
                f"see the logs in {log.parent}."
            )
        time.sleep(TICK_SECONDS)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only


def _welcome(settings: Settings, host: str) -> None:
    say(f"\nCredit Window is ready:  http://{_reachable(host)}:{settings.port}/")
    if not settings.in_production:
        from service.accounts.demo import DEMO_ACCOUNTS  # the supervisor stays without a database

        say("Demonstration accounts (each with the password demo-<name>):")
        say("  " + "  ".join(one.name for one in DEMO_ACCOUNTS))
    say(f"Data and logs are in {settings.var_dir}. Ctrl-C stops everything.\n")
