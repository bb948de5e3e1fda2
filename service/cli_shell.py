"""What all commands share: refusals become one line on standard error and exit code 1."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

import click

from service.audit.actor import SYSTEM, acting_as
from service.problems import FieldError, Problem

Command = TypeVar("Command", bound=Callable[..., Any])


def fail(sentence: str) -> NoReturn:
    """Stop with a sentence on standard error and a non-zero exit."""
    raise click.ClickException(sentence)


def _line(error: FieldError) -> str:
    where = f"第 {error.row} 行 {error.field}" if error.row else error.field
    remedy = f" {error.remedy}" if error.remedy else ""
    return f"  {where}: {error.message}{remedy}"


def refusals(command: Command) -> Command:
    """Run a command as the system; show a `Problem` as its sentence and its field errors."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with acting_as(SYSTEM):
                return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(
                "\n".join([str(problem.detail), *map(_line, problem.errors)])
            ) from problem

    return run  # type: ignore[return-value]


def refused_whole(problem: Problem) -> dict[str, Any]:
    """The summary of a file that was refused as a whole: nothing of it was stored."""
    return {
        "refused": 1,
        "errors": [
            {
                "place": error.field,
                "row": error.row,
                "code": error.code,
                "message": str(error.message),
                "remedy": str(error.remedy) if error.remedy else None,
            }
            for error in problem.errors
        ],
    }
