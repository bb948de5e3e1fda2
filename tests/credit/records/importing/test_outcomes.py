"""Every row ends in exactly one of five ways, and a file brought in twice changes nothing."""

import pytest
from sqlalchemy import text

from credit.records import repairing
from credit.records.changing import Cause
from credit.records.deciding import confirm_subject, decide_tier
from credit.records.importing.refused import issues_of
from credit.records.models import RecordStatus
from credit.records.repairing import Ruling
from credit.rules.vocabulary import Tier
from service import clock
from service.audit import Actor, acting_as
from service.database import db, transaction
from tests.credit.records.importing.conftest import counts
from tests.factories.identifiers import make_flawed_uscc, make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, ListRow, PenaltyRow


def fingerprint() -> str:
    """Everything on record, so that two states can be compared."""
    tables = ("subject", "record", "record_history")
    rows = [
        db.session.execute(text(f"SELECT to_jsonb(t) FROM {table} t ORDER BY 1")).scalars().all()
        for table in tables
    ]
    return str(rows)


def test_new_rows_are_accepted_and_stored_with_their_dates(importer):
    done = importer.bring_in([PenaltyRow()])
    assert (done.state, counts(done)) == ("done", {"accepted": 1})
    record = importer.record()
    assert (record.tier, record.tier_reason) == ("general", "ORDER36-general-kinds")
    assert str(record.fine) == "25000.00"
    assert str(record.published_until_max) == "2027-05-08"
    assert str(record.repairable_from) == "2026-08-09"
    assert str(record.retain_until) == "2031-05-08"
    assert str(record.final_on) == "2026-11-09"
    assert importer.history() == [(1, "created")]


def test_the_same_file_twice_changes_nothing(importer):
    rows = PenaltyRow.build_batch(7)
    importer.bring_in(rows)
    before = fingerprint()
    assert counts(importer.bring_in(rows)) == {"unchanged": 7}
    assert fingerprint() == before


def test_an_amended_decision_updates_its_record_and_keeps_the_old_content(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    amended = row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}
    assert counts(importer.bring_in([amended])) == {"updated": 1}
    record = importer.record()
    assert (record.version, str(record.fine)) == (2, "10000.00")
    changed = db.session.scalar(
        text("SELECT changed->'fine' FROM record_history WHERE version = 2")
    )
    assert changed == ["25000.00", "10000.00"]
    assert importer.history() == [(1, "created"), (2, "amended")]


def test_a_withdrawn_decision_revokes_its_record(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    assert counts(importer.bring_in([row | {"CF_ZT": "1"}])) == {"updated": 1}
    assert importer.record().status == RecordStatus.revoked
    assert importer.history()[-1] == (2, "withdrawn")


def test_an_old_file_does_not_bring_a_withdrawn_decision_back(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    importer.bring_in([row | {"CF_ZT": "1"}])
    again = importer.bring_in([row])
    assert counts(again) == {"flagged": 1}
    assert importer.record().status == RecordStatus.revoked
    [issue] = issues_of(again.id, limit=10)
    assert issue.errors[0]["code"] == "older-than-on-file"


def test_an_old_file_does_not_put_a_subject_back_on_a_list(importer):
    row = ListRow()
    removed = row | {"移出日期": "2026-04-02"}
    importer.bring_in([row], feed="serious-list")
    assert counts(importer.bring_in([removed], feed="serious-list")) == {"updated": 1}
    assert counts(importer.bring_in([row], feed="serious-list")) == {"flagged": 1}
    assert str(importer.record().removed_on) == "2026-04-02"
    corrected = removed | {"移出日期": "2026-04-03"}
    assert counts(importer.bring_in([corrected], feed="serious-list")) == {"updated": 1}


def test_an_older_delivery_does_not_undo_a_newer_one(importer):
    row = PenaltyRow(SJC="2026-06-01")
    importer.bring_in([row | {"SJC": "2026-07-01", "CF_NR_FK": "1", "CF_NR": "罚款1万元"}])
    assert counts(importer.bring_in([row])) == {"flagged": 1}
    assert str(importer.record().fine) == "10000.00"


def test_a_new_time_stamp_alone_is_no_change(importer):
    importer.bring_in([row := PenaltyRow(SJC="2026-06-01")])
    assert counts(importer.bring_in([row | {"SJC": "2026-07-01"}])) == {"unchanged": 1}


def test_a_repaired_record_is_not_activated_again(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    with transaction():
        importer.record().status = RecordStatus.repaired
    importer.bring_in([row])
    importer.bring_in([row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}])
    assert importer.record().status == RecordStatus.repaired


def test_a_tier_set_by_hand_survives_the_next_import(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    with acting_as(Actor(1, "wang", "reviewer")):
        decide_tier(importer.record().id, Tier.SERIOUS, "认定单位复函")
    record = importer.record()
    assert str(record.published_until_max) == "2029-05-08"
    importer.bring_in([row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}])
    record = importer.record()
    assert (record.tier, record.tier_set_by, record.tier_reason) == (
        "serious", "wang", "认定单位复函",
    )  # fmt: skip
    assert str(record.published_until_max) == "2029-05-08"
    assert [change for _, change in importer.history()] == ["created", "tier_overridden", "amended"]


def test_a_dispute_opened_here_survives_the_next_import(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    with transaction():
        importer.record().disputed = True
    importer.bring_in([row | {"CF_SY": "更正后的事实"}])
    assert importer.record().disputed


def test_a_dispute_of_the_source_ends_when_the_source_says_so(importer):
    row = PenaltyRow()
    importer.bring_in([row | {"CF_ZT": "2"}])
    assert importer.record().disputed
    importer.bring_in([row])
    assert not importer.record().disputed


@pytest.mark.parametrize("block_rows", [1, 2, 1000])
def test_the_second_of_two_rows_with_one_key_is_held_against_the_first(importer, block_rows):
    row = PenaltyRow()
    changed = row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}
    done = importer.bring_in([row, row, changed], block_rows=block_rows)
    assert counts(done) == {"accepted": 1, "unchanged": 1, "updated": 1}
    assert str(importer.record().fine) == "10000.00"
    assert importer.history() == [(1, "created"), (2, "amended")]


def test_a_code_with_a_wrong_check_digit_is_flagged_and_waits_for_a_human(importer):
    row = PenaltyRow(CF_XDR_SHXYM=make_flawed_uscc(5))
    done = importer.bring_in([row])
    assert counts(done) == {"flagged": 1}
    [subject] = importer.subjects()
    assert "check_digit_failed" in subject.flags
    confirm_subject(subject.id)
    later = PenaltyRow(CF_XDR_SHXYM=row["CF_XDR_SHXYM"], CF_XDR_MC=row["CF_XDR_MC"])
    assert counts(importer.bring_in([later])) == {"accepted": 1}


def test_a_row_without_its_decision_number_is_refused_with_field_and_remedy(importer):
    done = importer.bring_in([PenaltyRow(), PenaltyRow(CF_WSH="")])
    assert counts(done) == {"accepted": 1, "refused": 1}
    [issue] = issues_of(done.id, limit=10)
    assert (issue.row, issue.outcome) == (3, "refused")
    assert issue.errors[0]["field"] == "CF_WSH"
    assert issue.errors[0]["remedy"] is not None


def test_a_code_filled_in_later_moves_the_record_to_its_owner(importer):
    row = PenaltyRow()
    nameless = row | {"CF_XDR_SHXYM": ""}
    importer.bring_in([nameless])
    assert counts(importer.bring_in([row])) == {"updated": 1}
    record = importer.record()
    owner = next(one for one in importer.subjects() if one.id == record.subject_id)
    assert owner.code == row["CF_XDR_SHXYM"]
    assert counts(importer.bring_in([row])) == {"unchanged": 1}
    assert counts(importer.bring_in([nameless])) == {"flagged": 1}
    assert importer.record().subject_id == owner.id


def test_a_code_filled_in_further_down_the_same_file_makes_one_record(importer):
    row = PenaltyRow()
    nameless = row | {"CF_XDR_SHXYM": ""}
    done = importer.bring_in([nameless, row, nameless])
    assert counts(done) == {"flagged": 2, "updated": 1}
    assert len(importer.records()) == 1


def test_a_penalty_under_another_name_is_flagged_and_the_name_noted(importer):
    importer.bring_in([row := PenaltyRow()])
    other = PenaltyRow(CF_XDR_SHXYM=row["CF_XDR_SHXYM"], CF_XDR_MC="杭州别名有限公司")
    done = importer.bring_in([other])
    assert counts(done) == {"flagged": 1}
    [subject] = importer.subjects()
    assert subject.name == row["CF_XDR_MC"]
    assert subject.profile["other_names"] == ["杭州别名有限公司"]


def test_a_person_under_another_name_is_flagged_and_the_name_stays(importer):
    number = make_resident_id(3)
    person = {"CF_XDR_LB": "自然人", "CF_XDR_SHXYM": "", "CF_XDR_ZJLX": "身份证"}
    importer.bring_in([PenaltyRow(**person, CF_XDR_MC="王小明", CF_XDR_ZJHM=number)])
    done = importer.bring_in([PenaltyRow(**person, CF_XDR_MC="李小红", CF_XDR_ZJHM=number)])
    assert counts(done) == {"flagged": 1}
    [subject] = importer.subjects()
    assert (subject.name, subject.profile) == ("王小明", {})


def test_identity_numbers_stay_out_of_history_issues_and_natural_keys(importer):
    number = make_resident_id(4)
    row = PenaltyRow(
        CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_XDR_ZJLX="身份证", CF_XDR_MC="王小明",
        CF_XDR_ZJHM=number,
    )  # fmt: skip
    importer.bring_in([row, row | {"CF_NR": "罚款1万元", "CF_NR_FK": "1"}])
    for table in ("subject", "record", "record_history", "import_issue", "audit_entry"):
        stored = db.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t")).scalars()
        assert not any(number in one for one in stored)


def test_the_register_adds_renames_and_leaves_alone(importer):
    rows = EnterpriseRow.build_batch(3)
    done = importer.bring_in(rows, feed="enterprises")
    assert counts(done) == {"accepted": 3}
    renamed = rows[0] | {"企业名称": "杭州改名后有限公司"}
    done = importer.bring_in([renamed, rows[1]], feed="enterprises")
    assert counts(done) == {"updated": 1, "unchanged": 1}
    code = rows[0]["统一社会信用代码"]
    subject = next(one for one in importer.subjects() if one.code == code)
    assert subject.name == "杭州改名后有限公司"
    assert subject.profile["former_names"][0]["name"] == rows[0]["企业名称"]
    [entry] = db.session.execute(
        text("SELECT object_ref FROM audit_entry WHERE action = 'subjects.renamed'")
    ).scalars()
    assert entry == str(subject.id)


def test_a_penalty_under_a_former_name_is_no_doubt(importer):
    row = EnterpriseRow()
    importer.bring_in([row], feed="enterprises")
    importer.bring_in([row | {"企业名称": "杭州改名后有限公司"}], feed="enterprises")
    old = PenaltyRow(CF_XDR_SHXYM=row["统一社会信用代码"], CF_XDR_MC=row["企业名称"])
    assert counts(importer.bring_in([old])) == {"accepted": 1}


def test_the_register_completes_a_subject_known_from_a_penalty(importer):
    importer.bring_in([penalty := PenaltyRow()])
    row = EnterpriseRow(name=penalty["CF_XDR_MC"], code=penalty["CF_XDR_SHXYM"])
    assert counts(importer.bring_in([row], feed="enterprises")) == {"updated": 1}
    assert importer.subjects()[0].profile["city"] == "杭州"


def test_a_list_entry_is_a_fact_of_its_list_until_removed(importer):
    row = {
        "名单类别": "失信被执行人",
        "主体名称": "杭州失信有限公司",
        "统一社会信用代码": make_uscc(77),
        "列入决定文号": "(2026)浙0106执1357号",
        "列入日期": "2026-03-01",
        "列入机关": "杭州市西湖区人民法院",
        "列入事由": "有履行能力而拒不履行",
        "列入依据": "《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条",
        "状态": "正常",
        "移出日期": "",
    }
    importer.bring_in([row], feed="serious-list")
    record = importer.record()
    assert (record.kind, record.tier, record.retain_until) == ("defaulter_list", "serious", None)
    importer.bring_in([row | {"状态": "已移出", "移出日期": "2026-09-01"}], feed="serious-list")
    assert str(importer.record().removed_on) == "2026-09-01"


def test_a_file_without_a_required_column_is_refused_before_anything_starts(importer):
    from credit.records.importing.problems import ColumnsMissing

    row = PenaltyRow()
    del row["CF_WSH"], row["CF_JDRQ"]
    with pytest.raises(ColumnsMissing) as refusal:
        importer.take([row])
    assert {error.field for error in refusal.value.errors} == {"CF_WSH", "CF_JDRQ"}
    assert db.session.scalar(text("SELECT count(*) FROM record_import")) == 0
    assert db.session.scalar(text("SELECT count(*) FROM stored_file")) == 0


def test_no_import_takes_away_what_a_case_has_written(importer):
    row = PenaltyRow()
    importer.bring_in([row])
    record_id = importer.record().id
    cause = Cause("XF20261127-0000000000-X", "重整", clock.today())
    with transaction() as session:
        repairing.shield(session, [record_id], cause, Ruling("杭州中院", "破1号"))
        repairing.note_served(session, record_id, clock.today())
    importer.bring_in([row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}])
    record = importer.record()
    assert (record.status, str(record.fine)) == (RecordStatus.shielded, "10000.00")
    assert {"shield", "notice"} <= set(record.attributes)


def test_a_source_that_has_not_heard_of_a_removal_does_not_undo_it(importer):
    row = ListRow()
    importer.bring_in([row], feed="serious-list")
    with transaction() as session:
        repairing.mark_repaired(
            session, [importer.record().id], Cause("XF1", "已履行", clock.today())
        )
    kept = importer.record().retain_until
    importer.bring_in([row | {"列入事由": "拖欠职工工资，情节严重"}], feed="serious-list")
    record = importer.record()
    assert (record.removed_on, record.retain_until) == (clock.today(), kept)
    assert kept is not None
