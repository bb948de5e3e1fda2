"""The columns a list of applicants has, under the names people give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from credit.checks.batches.problems import UnusableFile
from credit.subjects.identifiers import TYPE_NAMES, IdType
from service.messages import msg
from service.tabular import match_columns
from service.tabular.columns import normal_name

NAME, ID_TYPE, ID_NUMBER = "name", "id_type", "id_number"
WANTED = {
    NAME: (
        "姓名/名称", "姓名或名称", "姓名", "名称", "姓名名称", "申请人", "申请人姓名", "申请人名称",
        "被核查人", "被核查人姓名", "被核查人名称", "父母姓名", "家长姓名", "监护人姓名",
        "企业名称", "单位名称", "公司名称", "机构名称", "主体名称", "行政相对人名称", "name",
        "full name", "applicant", "applicant name", "company name",
    ),
    ID_TYPE: (
        "证件类型", "证件种类", "证照类型", "证件类别", "身份证件类型", "id type", "id_type",
        "document type",
    ),
    ID_NUMBER: (
        "证件号码", "证件号", "证件编号", "身份证件号码", "身份证号", "身份证号码", "公民身份号码",
        "居民身份证号", "居民身份证号码", "统一社会信用代码", "社会信用代码", "信用代码",
        "证照号码", "证件号码/统一社会信用代码", "身份证号/统一社会信用代码", "号码",
        "主体代码", "id number", "id_number", "id no", "uscc",
    ),
}  # fmt: skip
LABELS = {NAME: "姓名/名称", ID_TYPE: "证件类型", ID_NUMBER: "证件号码"}
_MORE_TYPE_NAMES = {
    IdType.USCC: ("营业执照", "社会信用代码", "信用代码", "统一代码", "企业"),
    IdType.RESIDENT_ID: ("身份证", "二代身份证", "公民身份号码", "居民身份证号码", "身份证号"),
    IdType.HMT_RESIDENCE_PERMIT: (
        "港澳台居住证", "港澳居民居住证", "台湾居民居住证", "居住证",
    ),
    IdType.FOREIGN_PERMANENT_RESIDENCE: (
        "外国人永久居留证", "永久居留身份证", "外国人居留证", "五星卡",
    ),
    IdType.HM_TRAVEL_PERMIT: ("港澳通行证", "回乡证", "港澳居民通行证"),
    IdType.TW_TRAVEL_PERMIT: ("台胞证", "台湾通行证", "台湾居民通行证"),
    IdType.PASSPORT: ("中国护照", "外国护照", "普通护照"),
}  # fmt: skip
TYPES_BY_NAME = {
    normal_name(name): id_type
    for id_type in IdType
    for name in (id_type.value, str(TYPE_NAMES[id_type]), *_MORE_TYPE_NAMES[id_type])
}


@dataclass(frozen=True)
class Columns:
    """Where the fields of an applicant stand, from 0."""

    name: int
    id_number: int
    id_type: int | None


def find_columns(header: Sequence[str]) -> Columns:
    """The columns of a list of applicants. Raises `UnusableFile` naming what is missing."""
    found = match_columns(header, WANTED)
    errors = found.errors(header, optional=frozenset({ID_TYPE}))
    if errors:
        raise UnusableFile(msg("表头不完整，名单没有办理。"), errors=errors)
    return Columns(found.found[NAME], found.found[ID_NUMBER], found.found.get(ID_TYPE))


@lru_cache(maxsize=256)
def type_named(text: str) -> IdType | None:
    """The type of number that people call so, or None."""
    return TYPES_BY_NAME.get(normal_name(text))
