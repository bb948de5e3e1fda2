"""What a measure must be to stand in the register, and what it needs to take effect. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from credit.measures.catalogue import Edition, Group
from credit.measures.target import Target
from credit.measures.vocabulary import BasisLevel, MeasureKind
from credit.rules.vocabulary import FactKind
from credit.subjects.identifiers import SubjectKind
from service.messages import msg
from service.problems import FieldError

ADDRESS = re.compile(r"https?://[^ /]+")
_PERSON = SubjectKind.NATURAL_PERSON.value
_HONOUR = FactKind.HONOUR.value


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis: which document, which article, of which rank."""

    level: BasisLevel
    doc: str
    article: str

    def to_json(self) -> dict[str, str]:
        """As the register keeps it."""
        return {"level": self.level.value, "doc": self.doc, "article": self.article}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """A measure as it is drawn up."""

    kind: MeasureKind
    name: str
    name_en: str | None = None
    content: str
    legal_basis: tuple[Basis, ...] = ()
    published_url: str | None = None
    catalogue_item: str | None = None
    target: Target
    department: str
    term_months: int | None = None
    valid_from: date
    valid_to: date | None = None
    demonstration: bool = False


def faults_of(new: NewMeasure, edition: Edition) -> list[FieldError]:
    """Everything that keeps a measure out of the register, even as a draft."""
    if new.kind is MeasureKind.incentive:
        return [*_shape(new), *_incentive(new, edition)]
    return [*_shape(new), *_constraint(new, edition), *_never(new, edition)]


def lacks_of(new: NewMeasure) -> list[FieldError]:
    """What a constraint still needs before it may take effect.

    Without legal basis and published address it may not be used (Zhejiang Art. 24, 28;
    国办发〔2020〕49号).
    """
    if new.kind is MeasureKind.incentive:
        return []
    lacks = []
    if new.catalogue_item is None:
        lacks.append(FieldError("catalogue_item", "missing", msg("约束措施须注明所依清单项目。")))
    if not new.legal_basis:
        lacks.append(
            FieldError(
                "legal_basis",
                "missing",
                msg("约束措施须有法律、法规或者中央政策文件的依据，并写明条款。"),
            )
        )
    if any(not one.doc.strip() or not one.article.strip() for one in new.legal_basis):
        lacks.append(
            FieldError("legal_basis", "incomplete", msg("每条依据都须写明文件名称和条款。"))
        )
    if not ADDRESS.match(new.published_url or ""):
        lacks.append(
            FieldError(
                "published_url",
                "missing",
                msg("约束措施须先公布，请填写公布网址；未公布的措施不得实施。"),
            )
        )
    return lacks


def _shape(new: NewMeasure) -> Iterator[FieldError]:
    if new.valid_to is not None and new.valid_to < new.valid_from:
        yield FieldError("valid_to", "before-start", msg("终止日期早于起始日期。"))
    if not new.target.subject_kinds:
        yield FieldError("target.subject_kinds", "missing", msg("请选择适用的主体类别。"))
    if not new.target.kinds:
        yield FieldError("target.kinds", "missing", msg("请选择由哪类记录引起。"))


def _incentive(new: NewMeasure, edition: Edition) -> Iterator[FieldError]:
    if not new.target.kinds <= {_HONOUR}:
        yield FieldError(
            "target.kinds",
            "not-good-faith",
            msg("激励措施只能由守信信息引起，不良信息不能引起激励。"),
        )
    if new.catalogue_item is not None and new.catalogue_item not in edition.incentives:
        yield FieldError(
            "catalogue_item",
            "not-on-list",
            msg("“{item}”不是清单中的激励项目。", item=new.catalogue_item),
            msg("可用：{names}", names="、".join(one.name for one in edition.incentives.values())),
        )


def _constraint(new: NewMeasure, edition: Edition) -> Iterator[FieldError]:
    if _HONOUR in new.target.kinds:
        yield FieldError("target.kinds", "good-faith", msg("守信信息不能引起约束措施。"))
    if new.target.without:
        yield FieldError("target.without", "for-incentives", msg("“排除情形”只用于激励措施。"))
    if new.catalogue_item is None:
        return
    item = edition.items.get(new.catalogue_item)
    if item is None:
        yield FieldError(
            "catalogue_item",
            "not-on-list",
            msg(
                "“{item}”不在《{list}》所列措施中，不得增设约束措施。",
                item=new.catalogue_item,
                list=edition.name,
            ),
            msg("请从清单中选择项目；确有新的法律法规依据的，先由办公室更新清单。"),
        )
        return
    if item.group is Group.by_others:
        yield FieldError(
            "catalogue_item",
            "by-others",
            msg("“{name}”由市场主体、行业组织自主实施，部门不得登记为约束措施。", name=item.name),
        )
        return
    for name, wanted, allowed in (
        ("subject_kinds", new.target.subject_kinds, item.subject_kinds),
        ("kinds", new.target.kinds - {_HONOUR}, item.kinds),
    ):
        if not wanted <= allowed:
            yield FieldError(
                f"target.{name}",
                "beyond-item",
                msg("清单不允许因此种记录或者对此类主体实施“{name}”。", name=item.name),
            )


def _never(new: NewMeasure, edition: Edition) -> Iterator[FieldError]:
    persons = _PERSON in new.target.subject_kinds
    for one in edition.never:
        if one.persons and not persons:
            continue
        for field, text in (("name", new.name), ("content", new.content)):
            word = next((word for word in one.words if word in text), None)
            if word is not None:
                yield FieldError(
                    field,
                    one.code.replace("_", "-"),
                    msg(
                        "涉及“{word}”：{reason}（{source}）。",
                        word=word,
                        reason=one.reason,
                        source=one.source,
                    ),
                )
