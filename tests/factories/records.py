"""Rows of files, as a department sends them, and the files made of them."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

import factory

from credit.records.feeds import Draft, Feed, FeedReader, Refused
from tests.factories.identifiers import make_uscc

AUTHORITY = "杭州市西湖区应急管理局"
AUTHORITY_CODE = make_uscc(900, lead="11")


class PenaltyRow(factory.DictFactory):
    """One row of the dual-publicity layout; 20 of its columns."""

    CF_XDR_MC = factory.Sequence(lambda n: f"杭州示例{n}有限公司")
    CF_XDR_LB = "法人及非法人组织"
    CF_XDR_SHXYM = factory.Sequence(make_uscc)
    CF_XDR_ZJLX = ""
    CF_XDR_ZJHM = ""
    CF_WSH = factory.Sequence(lambda n: f"杭西应急罚决字〔2026〕{n:05d}号")
    CF_WFXW = "违反《中华人民共和国安全生产法》"
    CF_SY = "未按规定对从业人员进行安全生产教育和培训。"
    CF_YJ = "《中华人民共和国安全生产法》第九十七条"
    CF_CFLB = "罚款"
    CF_NR = "罚款人民币2.5万元"
    CF_NR_FK = "2.5"
    CF_NR_WFFF = ""
    CF_JDRQ = "2026-05-08"
    CF_YXQ = "2099-12-31"
    CF_CFJG = AUTHORITY
    CF_CFJGDM = AUTHORITY_CODE
    CF_SJLY = AUTHORITY
    CF_SJLYDM = AUTHORITY_CODE
    CF_ZT = "0"
    SJC = ""
    BZ = ""


class EnterpriseRow(factory.DictFactory):
    """One row of the register of enterprises."""

    class Meta:
        rename: ClassVar[dict[str, str]] = {
            "name": "企业名称",
            "code": "统一社会信用代码",
            "registered_on": "注册日期",
            "kind": "企业类型",
            "capital": "注册资金",
            "province": "所在省份",
            "city": "地区",
        }

    name = factory.Sequence(lambda n: f"杭州登记{n}有限公司")
    code = factory.Sequence(make_uscc)
    registered_on = "2015-06-10"
    kind = "有限责任公司"
    capital = "500(万元人民币)"
    province = "浙江"
    city = "杭州"


class ListRow(factory.DictFactory):
    """One row of the office's own layout of list entries."""

    class Meta:
        rename: ClassVar[dict[str, str]] = {
            "kind": "名单类别",
            "name": "主体名称",
            "code": "统一社会信用代码",
            "number": "列入决定文号",
            "entered_on": "列入日期",
            "authority": "列入机关",
            "reason": "列入事由",
            "basis": "列入依据",
        }

    kind = "严重失信主体名单"
    name = factory.Sequence(lambda n: f"杭州列入{n}有限公司")
    code = factory.Sequence(make_uscc)
    number = factory.Sequence(lambda n: f"杭西人社列〔2026〕{n:05d}号")
    entered_on = "2026-03-02"
    authority = "杭州市西湖区人力资源和社会保障局"
    reason = "拖欠劳动报酬"
    basis = "《保障农民工工资支付条例》第四十八条"


def csv_of(rows: Iterable[Mapping[str, Any]], *, encoding: str = "utf-8-sig") -> bytes:
    """A CSV file of the rows; the columns are those of the first."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows of a downloaded CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_row(feed: Feed, cells: Mapping[str, str], number: int, *, today: date) -> Draft | Refused:
    """One row of a file, given as header → cell."""
    return FeedReader(feed, list(cells), today).read(list(cells.values()), number)
