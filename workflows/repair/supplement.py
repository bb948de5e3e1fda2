"""Whether what a notice of missing materials lists has been handed in. Pure."""

from collections.abc import Collection, Iterable, Sequence

from workflows.repair.checklist import Need, Paper


def unanswered(items: Iterable[str], wanted: Sequence[Need], given: Collection[Paper]) -> list[str]:
    """The items of a notice nothing was handed in for since it was sent.

    An item that names a document of the checklist, by its key, kind or title, wants that very
    document; any other is in the words of whoever asked, and wants at least one document.
    """
    return [item for item in items if not _answered(item.strip(), wanted, given)]


def _answered(item: str, wanted: Sequence[Need], given: Collection[Paper]) -> bool:
    meant = [one for one in wanted if item in _names(one)]
    if not meant:
        return bool(given)
    return any(_is(paper, one) for paper in given for one in meant)


def _names(one: Need) -> tuple[str, ...]:
    return (one.key, one.kind, one.title.template, one.title.english)


def _is(paper: Paper, one: Need) -> bool:
    return paper.kind == one.kind and paper.record_id in (None, one.record_id)
