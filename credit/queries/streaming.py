"""Long answers sent while they are made: memory does not grow with the list."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from flask import Response, stream_with_context

from credit.queries.answering import Result, count
from credit.queries.calls import Call, Counts
from credit.queries.disclosure import LEGEND
from credit.queries.limits import BLOCK_SUBJECTS
from credit.queries.present import Say, present_counts, present_head, present_legend, present_result

LINES_TYPE, JSON_TYPE = "application/x-ndjson", "application/json"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def as_lines(call: Call, results: Iterable[Result], say: Say) -> Iterator[str]:
    """One JSON object a line, one line a subject."""
    for block in _blocks(results):
        yield "".join([_encode(present_result(one, call, say)) + "\n" for one in block])


def as_document(call: Call, results: Iterable[Result], asked: int, say: Say) -> Iterator[str]:
    """One JSON object with all answers, and their counts at its end."""
    head = _encode({**present_head(call), "marks": present_legend(LEGEND, say)})
    total, comma = Counts(), ""
    yield head[:-1] + ',"answers":['
    for block in _blocks(results):
        total.add(count(block))
        yield comma + ",".join([_encode(present_result(one, call, say)) for one in block])
        comma = ","
    yield f'],"counts":{_encode(present_counts(asked, total))}}}'


def _blocks(results: Iterable[Result]) -> Iterator[Sequence[Result]]:
    remaining = iter(results)
    while block := list(islice(remaining, BLOCK_SUBJECTS)):
        yield block


def streamed(pieces: Iterator[str], content_type: str, filename: str = "") -> Response:
    """The pieces as an answer that no cache keeps, a download where it has a name.

    The first is made before anything is sent, so that what goes wrong with it is told.
    """
    first = next(pieces, "")
    response = Response(
        stream_with_context(_from(first, pieces)),
        content_type=content_type,
    )
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _from(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest
