"""The council's pack: it agrees with the ledger, names nobody, and says the same everywhere."""

import io
from datetime import date, timedelta

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from scoring.boards.period import PeriodKind, period_of
from scoring.communities.models import Member, MemberState
from scoring.council.drawing import _english, pdf_of, workbook_of
from scoring.council.layout import TITLE
from scoring.council.reading import month_asked, read_pack
from scoring.council.sections import sections_of
from scoring.ledger.models import Entry, Kind, Total
from scoring.objections.outcomes import REASON
from scoring.redemption.models import Goods, Order
from service import clock
from service.database import db
from service.messages import Message
from service.problems import InvalidInput
from service.web.i18n import render
from tests.factories.points import a_member


def total(column, *where) -> int:
    return int(db.session.scalar(select(func.coalesce(func.sum(column), 0)).where(*where)))


def test_totals_agree_with_the_ledger(month):
    pack = month.pack()
    assert (pack.honour_after, pack.spendable_after) == (
        total(Entry.honour),
        total(Entry.spendable),
    )
    assert {one.kind for one in pack.movements} == {
        Kind.award, Kind.reversal, Kind.redemption, Kind.refund, Kind.departure,
    }  # fmt: skip
    for one in pack.movements:
        of_kind = Entry.kind == one.kind
        assert one.honour == total(Entry.honour, of_kind)
        assert one.spendable == total(Entry.spendable, of_kind)
        assert one.count == db.session.query(Entry).filter(of_kind).count()
    assert pack.net == total(Total.honour[31], Total.grain == "month", Total.dimension == "")
    assert sum(one.points for one in pack.items) == total(Entry.honour, Entry.kind == Kind.award)
    assert sum(one.quantity for one in pack.items) == db.session.scalar(
        select(func.sum(Entry.quantity)).where(Entry.kind == Kind.award)
    )
    assert sum(one.points for one in pack.reversals) == pack.movement(Kind.reversal).honour
    assert sum(one.points for one in pack.goods) == -pack.movement(Kind.redemption).spendable
    assert pack.places[-1].points == pack.net
    assert sum(one.points for one in pack.places[:-1]) == pack.net
    assert sum(one.participating for one in pack.places[:-1]) == pack.places[-1].participating


def test_it_tells_what_happened(month):
    pack = month.pack()
    assert [one.reason for one in pack.reversals] == ["重复登记"]
    assert [(one.state, one.ended_on) for one in pack.objections] == [("open", None)]
    [rice] = pack.goods
    assert (rice.orders, rice.quantity, rice.points) == (3, 6, 36)
    assert (rice.collected, rice.waiting, rice.undone) == (1, 1, 1)
    assert [(one.name, one.stock) for one in pack.stock] == [("大米", 5)]
    assert [(one.count, one.points) for one in pack.waiting] == [(1, 20)]
    assert (pack.erasures.left, pack.erasures.erased, pack.erasures.late) == (1, 1, 0)
    assert pack.erasures.members == 11


def test_an_invitation_is_late_only_when_it_outlasts_the_day_after(month):
    for days, late in [(1, 0), (2, 1)]:
        a_member(
            month.community,
            state=MemberState.erased,
            erase_by=clock.today() - timedelta(days=days),
            erased_at=clock.now(),
        )
        db.session.commit()
        assert month.pack().erasures.late == late


def test_the_next_month_begins_where_this_one_ends(month, monkeypatch):
    pack = month.pack()
    monkeypatch.setattr(clock, "today", lambda: pack.month.following.first)
    later = read_pack(month.community, pack.month.following)
    assert (later.honour_before, later.spendable_before) == (
        pack.honour_after,
        pack.spendable_after,
    )
    assert later.movements == []
    assert later.items == []
    before = read_pack(month.community, pack.month.previous)
    assert before.honour_after == before.honour_before == 0


def test_small_buildings_are_not_told_apart(month):
    """Both have five members at least; when one falls below, the two are one."""
    assert len(month.pack().places) == 3
    for one in month.neighbours[6:9]:
        db.session.get_one(Member, one.id).state = "left"
    db.session.commit()
    assert len(month.pack().places) == 2


def test_a_month_must_have_begun():
    today = clock.today()
    assert month_asked(None) == period_of(PeriodKind.month, today)
    assert month_asked("2026-01").first == date(2026, 1, 1)
    for wrong in ("2026", "2026-Q1", "2026-13", f"{today.year + 1}-01", "soon"):
        with pytest.raises(InvalidInput):
            month_asked(wrong)


def test_no_person_is_named_anywhere(month):
    """Not by name, public name or number, nor by evidence or grounds; on any of the three."""
    pack = month.pack()
    pdf = pdf_of(pack)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    book = load_workbook(io.BytesIO(workbook_of(pack, str)))
    cells = [str(c) for s in book for row in s.iter_rows(values_only=True) for c in row if c]
    told = "".join(pages).replace("\n", "") + "\n".join(cells)
    assert "志愿服务" in told
    assert "重复登记" in told
    secrets = ["楼道里大家都看见了", "我那天带了两个孩子一起来"]
    for member in db.session.scalars(select(Member)):
        secrets += [member.number, member.name_sealed, member.public_name]
    orders = db.session.scalars(select(Order.number)).all()
    assert [one for one in [*secrets, *orders] if one and one in told] == []


def test_the_workbook_says_what_the_page_says_in_numbers(month):
    pack = month.pack()
    book = load_workbook(io.BytesIO(workbook_of(pack, str)))
    sections = sections_of(pack)
    assert book.sheetnames[1:] == [str(section.title) for section in sections]
    for section in sections:
        rows = list(book[str(section.title)].iter_rows(values_only=True))
        assert list(rows[0][: len(section.columns)]) == [str(c.label) for c in section.columns]
        for told, row in zip(rows[1:], section.rows, strict=False):
            for shown, cell in zip(told, row, strict=False):
                if isinstance(cell, int):
                    assert shown == cell
                elif isinstance(cell, Message):
                    assert shown == str(cell)


def test_what_looks_like_a_formula_stays_a_text(month):
    goods = db.session.scalars(select(Goods)).one()
    goods.name = "=1+1"
    db.session.commit()
    book = load_workbook(io.BytesIO(workbook_of(month.pack(), str)))
    cell = next(c for row in book["库存"].iter_rows() for c in row if c.value == "=1+1")
    assert cell.data_type == "s"


def test_pages_for_the_own_community_and_auditors_alone(month, signed_in):
    this = f"{clock.today():%Y-%m}"
    for role in ("community", "auditor"):
        client = signed_in(role)
        page = client.get(f"/points/TEST-SCOPE/council?month={this}")
        assert page.status_code == 200
        assert "重复登记" in page.get_data(as_text=True)
        pdf = client.get(f"/points/TEST-SCOPE/council.pdf?month={this}")
        assert pdf.get_data()[:5] == b"%PDF-"
        assert client.get(f"/points/TEST-SCOPE/council.xlsx?month={this}").status_code == 200
    stranger = signed_in("community", community_code="ELSEWHERE")
    assert stranger.get("/points/TEST-SCOPE/council").status_code == 403
    assert signed_in("community").get("/points/TEST-SCOPE/council?month=x").status_code == 422


def test_a_reason_of_the_service_is_told_in_the_readers_language(month, signed_in):
    month.reverse(month.enter("cleaning", 1, member=month.neighbours[5]), REASON.template)
    client = signed_in("auditor")
    page = client.get("/points/TEST-SCOPE/council?lang=en").get_data(as_text=True)
    assert "异议成立" not in page
    assert "Objection upheld" in page
    book = load_workbook(io.BytesIO(client.get("/points/TEST-SCOPE/council.xlsx").get_data()))
    reasons = [row[4] for sheet in book for row in sheet.iter_rows(values_only=True) if row[4:]]
    assert "Objection upheld" in reasons
    assert "重复登记" in reasons  # what a person wrote stays as it was written


def test_a_community_with_nothing_yet(app):
    from tests.factories.points import a_community

    community = a_community("EMPTY")
    pack = read_pack(community, period_of(PeriodKind.month, clock.today()))
    assert (pack.net, pack.honour_after, pack.hidden) == (0, 0, True)
    assert pdf_of(pack)[:5] == b"%PDF-"


def test_the_paper_says_it_in_english_whatever_its_reader_reads(app):
    with app.test_request_context():
        chinese = render(TITLE)
        assert _english(TITLE) == "Monthly report of community points"
        assert render(TITLE) == chinese == str(TITLE)
