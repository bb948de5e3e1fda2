"""Draws each case type from its definition: diagram, actions, clocks, who may do what.

`python -m workflows.engine.drawing` writes docs/case-types/; a test compares.
"""

from collections.abc import Iterator
from pathlib import Path

from workflows.engine.definition import ActionRule, Definition
from workflows.engine.party import Party
from workflows.engine.registry import all_definitions

FOLDER = Path(__file__).parents[2] / "docs" / "case-types"
PARTIES = {
    Party.applicant: "申请人 applicant",
    Party.window: "窗口 window",
    Party.authority: "认定单位 authority",
    Party.office: "信用办 office",
    Party.system: "系统 service",
}


def documents() -> dict[str, str]:
    """File name -> Markdown, the newest version of each case type."""
    newest = {found.code: found for found in all_definitions()}
    pages = {f"{code.replace('_', '-')}.md": page(found) for code, found in newest.items()}
    return {"README.md": index(list(newest.values())), **pages}


def index(definitions: list[Definition]) -> str:
    """The list of case types."""
    rows = [
        f"| [{one.name}]({one.code.replace('_', '-')}.md) | {one.name_en} | {one.version} | "
        f"{one.valid_from} | {one.source} |\n"
        for one in definitions
    ]
    return (
        "# Case types · 办件类型\n\nDrawn by `make docs` from the definitions the engine runs; "
        "change those, not this.\n\n"
        + _head("类型", "type", "version", "from", "source")
        + "".join(rows)
    )


def page(found: Definition) -> str:
    """One case type: its diagram and its tables."""
    about = f"Version {found.version}, from {found.valid_from}. {found.source} ({found.evidence})."
    actions = "".join(_action_row(found, rule) for rule in found.actions.values())
    clocks = "".join(_clock_rows(found))
    heads = (
        _head("action", "from", "to", "by", "reason", "guards", "clocks", "article"),
        _head("clock", "working days", "evidence", "article", "when it runs out"),
    )
    return (
        f"# {found.name} · {found.name_en}\n\n{about}\n\n"
        f"## Diagram · 流程图\n\n{''.join(_diagram(found))}\n"
        f"## Actions · 操作\n\n{heads[0]}{actions}\n"
        f"## Clocks · 时限\n\n{heads[1]}{clocks}\n"
        f"## Who may do what · 权限\n\n{''.join(_permission_rows(found))}"
    )


def _parties(found: Definition) -> dict[Party, str]:
    """The parties as the case type calls them."""
    own = {party: f"{name} {english}" for party, (name, english) in found.parties.items()}
    return PARTIES | own


def _head(*names: str) -> str:
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"


def _diagram(found: Definition) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2\n"
    for state in found.states.values():
        yield f"    {state.code}: {state.name}\n"
    yield f"    [*] --> {found.initial}\n"
    for rule in found.actions.values():
        for source in found.states:
            if source in rule.sources:
                yield f"    {source} --> {rule.leads_to(source)}: {rule.name}\n"
    for state in found.states.values():
        if state.final:
            yield f"    {state.code} --> [*]\n"
    yield "```\n"


def _action_row(found: Definition, rule: ActionRule) -> str:
    sources = "、".join(found.states[code].name for code in found.states if code in rule.sources)
    names = _parties(found)
    parties = "、".join(names[one].split()[0] for one in Party if one in rule.by)
    guards = " ".join(f"`{name}`" for name in rule.guards)
    if rule.other_hands is not None:
        guards += f" 须与“{found.actions[rule.other_hands].name}”不同人"
    if rule.once:
        guards += " 仅一次"
    if rule.again_after:
        guards += f" 隔 {rule.again_after} 日可再次"
    turns = [f"+{name}" for name in rule.starts] + [f"−{name}" for name in rule.stops]
    turns += [f"{name}+{days}" for name, days in rule.extends]
    target = found.states[rule.target].name if rule.target else "不变"
    return (
        f"| {rule.name} `{rule.code}` | {sources} | {target} | {parties} | "
        f"{rule.reason} | {guards.strip()} | {' '.join(turns)} | {rule.article} |\n"
    )


def _clock_rows(found: Definition) -> Iterator[str]:
    for clock in found.clocks.values():
        after = f"`{clock.on_due}`" if clock.on_due else "alarm 告警"
        yield (
            f"| {clock.name} `{clock.code}` | {clock.days} | {clock.evidence} | {clock.article} | "
            f"{after} |\n"
        )


def _permission_rows(found: Definition) -> Iterator[str]:
    yield _head("state", *_parties(found).values())
    for state in found.states.values():
        cells = [
            "、".join(rule.name for rule in found.actions_from(state.code) if party in rule.by)
            for party in PARTIES
        ]
        yield f"| {state.name} `{state.code}` | {' | '.join(cells)} |\n"


def main() -> None:
    """Write the documents; those of case types that are gone are removed."""
    import workflows.part  # noqa: F401 - registers every definition

    FOLDER.mkdir(exist_ok=True)
    wanted = documents()
    for stale in {path.name for path in FOLDER.glob("*.md")} - set(wanted):
        (FOLDER / stale).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
