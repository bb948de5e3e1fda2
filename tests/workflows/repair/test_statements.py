"""How many statements a step of a case sends: what goes together goes as one."""

from sqlalchemy import event

from service.database import db

STEPS = (
    ("enterprise", "submit", "", 13),
    ("clerk", "forward", "", 11),
    ("authority", "accept", "", 12),
    ("authority", "request_extension", "案情复杂", 6),
    ("head", "approve_extension", "同意", 8),
    ("authority", "grant", "义务已履行", 30),
)
"""Who does what, why, and with how many statements at most, the commit left out."""


def test_no_step_sends_more_statements_than_it_needs(world):
    case = world.open(world.record())
    world.complete_papers(case)
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    for who, action, reason, most in STEPS:
        db.session.remove()
        sent.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            case = world.do(case, who, action, reason)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert 0 < len(sent) <= most, (action, sent)
        moved = [one for one in sent if one.startswith("WITH event AS")]
        assert len(moved) == 1
        assert all(table in moved[0] for table in ("case_file", "case_event", "audit_entry"))
