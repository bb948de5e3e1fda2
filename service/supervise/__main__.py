"""`python -m service.supervise run|web`."""

import argparse
import os
import sys
from pathlib import Path

from service.settings import REPOSITORY, Settings, SettingsError
from service.supervise.console import complain
from service.supervise.counting import counting_environment
from service.supervise.guard import guard
from service.supervise.run import EXIT_FAILED, run
from service.supervise.units import web_command


def main() -> int:
    """Parse the command line and run the command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m service.supervise")
    commands = parser.add_subparsers(dest="command", required=True)
    run_parser = commands.add_parser("run", help="run the whole service")
    run_parser.add_argument("--tied", action="store_true", help="end when our parent ends")
    supervise = commands.add_parser("supervise", help="run the service without the outer guard")
    for each in (run_parser, supervise):
        each.add_argument("--folder", type=Path, default=REPOSITORY, help="where wsgi.py is")
    commands.add_parser("web", help="be the web server alone, where others keep it up")
    options = parser.parse_args()
    if options.command == "run":
        return guard(["supervise", "--folder", str(options.folder)], tied=options.tied)
    if options.command == "supervise":
        return run(os.environ, options.folder)
    return _web()


def _web() -> int:
    """Become the web server of this host; its settings are refused here, in one sentence."""
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        complain(str(error))
    else:
        argv = web_command(settings.port, os.environ)
        env = os.environ | counting_environment(os.environ, settings.var_dir, settings.port)
        os.execve(argv[0], argv, env)  # noqa: S606 - replaced, no shell
    return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
