"""The people, organisations and decisions of the demonstration, all invented. Pure."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from credit.subjects.identifiers.synthetic import (
    make_flawed_uscc,
    make_hm_travel_permit,
    make_resident_id,
    make_uscc,
)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 建华 文博 子涵 雨桐 "
    "思远 嘉怡 浩然 晓东 海燕 志强 春梅 国栋 丽娟 佳琪 天宇 美玲 俊杰 慧敏"
).split()
PLACES = "杭州 杭州西溪 杭州文三 杭州翠苑 杭州古荡 杭州留下 杭州之江 杭州转塘 杭州三墩".split()
BRANDS = (
    "晨光 云栖 明湖 嘉禾 远帆 众诚 博雅 恒信 绿野 天目 宏图 锦程 智联 瑞丰 海拓 百川 东升 和润 "
    "启明 新翼 华庭 立群 品正 优而 金桂"
).split()
TRADES = (
    "餐饮管理 贸易 建筑工程 信息技术 物业服务 食品 汽车服务 文化传播 环境工程 装饰设计 生物科技 "
    "物流 教育咨询 医疗器械 电子商务"
).split()
MARKET = ("杭州市西湖区市场监督管理局", "11330106MA251DF60M")
FIRE = ("杭州市西湖区消防救援大队", make_uscc(900_001, lead="11"))
TAX = ("国家税务总局杭州市西湖区税务局", make_uscc(900_002, lead="11"))
POLICE = ("杭州市公安局西湖区分局", make_uscc(900_003, lead="11"))
COURT = "杭州市西湖区人民法院"
SMALL_ORGANISATIONS, SMALL_PEOPLE = 160, 120
"""Who is on file in the demonstration of every scale."""


@dataclass(frozen=True)
class Party:
    """An invented organisation or person."""

    name: str
    number: str
    id_type: str
    kind: str


@dataclass(frozen=True)
class Deed:
    """One kind of decision the demonstration hands out."""

    kinds: str
    content: str
    fine: str
    """In ten thousand yuan, as the penalty layout has it; empty without a fine."""
    violation: str
    basis: str
    authority: tuple[str, str]


DEEDS = (
    Deed(
        "警告", "给予警告", "", "未按规定公示年度报告", "《企业信息公示暂行条例》第十七条", MARKET
    ),
    Deed(
        "罚款",
        "罚款人民币伍仟元整",
        "0.5",
        "经营超过保质期的食品",
        "《中华人民共和国食品安全法》第一百二十四条",
        MARKET,
    ),
    Deed(
        "罚款;没收违法所得",
        "没收违法所得，并处罚款人民币叁万元整",
        "3",
        "虚假宣传",
        "《中华人民共和国反不正当竞争法》第二十条",
        MARKET,
    ),
    Deed(
        "罚款",
        "罚款人民币贰万元整",
        "2",
        "消防设施未保持完好有效",
        "《中华人民共和国消防法》第六十条",
        FIRE,
    ),
    Deed(
        "责令停产停业;罚款",
        "责令停产停业，并处罚款人民币壹拾万元整",
        "10",
        "未经消防安全检查擅自营业",
        "《中华人民共和国消防法》第五十八条",
        FIRE,
    ),
    Deed(
        "罚款",
        "处少缴税款百分之五十罚款，计人民币陆万元整",
        "6",
        "少列收入少缴税款",
        "《中华人民共和国税收征收管理法》第六十三条",
        TAX,
    ),
)
PERSON_DEEDS = (
    Deed("罚款", "罚款人民币伍佰元整", "0.05", "非机动车违规载货",
         "《中华人民共和国道路交通安全法》第八十九条", POLICE),
    Deed("行政拘留", "行政拘留五日", "", "殴打他人", "《中华人民共和国治安管理处罚法》第五十一条", POLICE),
    Deed("罚款", "罚款人民币壹万元整", "1", "无证经营", "《无证无照经营查处办法》第十三条", MARKET),
)  # fmt: skip

ENTERPRISE_HEADER = [
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "注册资金",
    "所在省份",
    "地区",
]
PENALTY_HEADER = [
    "行政相对人名称", "行政相对人类别", "统一社会信用代码", "自然人证件类型", "自然人证件号码",
    "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额(万元)",
    "处罚决定日期", "处罚有效期", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位",
    "数据来源单位统一社会信用代码",
]  # fmt: skip
LIST_HEADER = [
    "名单类别", "主体名称", "主体类别", "统一社会信用代码", "证件类型", "证件号码", "列入决定文号", "列入日期",
    "列入机关", "列入事由", "列入依据",
]  # fmt: skip


class District:
    """Everything invented for one demonstration; the same seed and day give the same district."""

    def __init__(self, *, organisations: int, people: int, day: date, seed: int = 330106) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invents people, guards nothing
        self._day = day
        self.organisations = [self._organisation(n) for n in range(organisations)]
        self.people = [self._person(n) for n in range(people)]

    def _organisation(self, n: int) -> Party:
        place, brand, trade = PLACES[n % len(PLACES)], BRANDS[n % len(BRANDS)], TRADES[n % 15]
        make = make_flawed_uscc if n % 40 == 39 else make_uscc
        suffix = "有限公司" if n < len(PLACES) * len(BRANDS) else f"第{n}有限公司"
        return Party(f"{place}{brand}{trade}{suffix}", make(n + 1), "uscc", "organisation")

    def _person(self, n: int) -> Party:
        name = self._random.choice(SURNAMES) + self._random.choice(GIVEN)
        if n % 25 == 24:
            return Party(name, make_hm_travel_permit(n), "hm_travel_permit", "natural_person")
        return Party(name, make_resident_id(n * 37), "resident_id", "natural_person")

    def enterprise_rows(self) -> Iterator[list[str]]:
        """Rows of the `enterprises` feed."""
        for n, party in enumerate(self.organisations):
            registered = self._day - timedelta(days=400 + 53 * n % 7000)
            yield [party.name, party.number, registered.isoformat(), "有限责任公司",
                   f"{50 + n * 10}(万元人民币)", "浙江", "杭州"]  # fmt: skip

    def penalty_rows(
        self, count: int, *, begin: int = 0, decided: Callable[[], date] | None = None
    ) -> Iterator[list[str]]:
        """Rows of the `shuanggongshi-penalty` feed: two in three about organisations.

        `begin` is how many there are already, `decided` gives the day of each.
        """
        for n in range(begin, begin + count):
            if n % 3 == 2:
                party, deed = self.people[n % len(self.people)], PERSON_DEEDS[n % 9 % 3]
            else:
                party, deed = self.organisations[n * 2 % len(self.organisations)], DEEDS[n % 6]
            day = decided() if decided else self._day - timedelta(days=20 + (n * 61) % 1500)
            yield self._penalty(n, party, deed, day)

    def _penalty(self, n: int, party: Party, deed: Deed, decided: date) -> list[str]:
        person = party.kind == "natural_person"
        authority, code = deed.authority
        travel = party.id_type == "hm_travel_permit"
        paper = ("港澳居民来往内地通行证" if travel else "身份证") if person else ""
        return [
            party.name, "自然人" if person else "法人及非法人组织", "" if person else party.number,
            paper, party.number if person else "", f"杭西罚决字〔{decided.year}〕第{1000 + n}号",
            deed.violation, f"当事人{deed.violation}，经查属实。", deed.basis, deed.kinds, deed.content,
            deed.fine, decided.isoformat(), "2099-12-31", authority, code, authority, code,
        ]  # fmt: skip

    def list_rows(
        self, count: int, *, begin: int = 0, entered: Callable[[], date] | None = None
    ) -> Iterator[list[str]]:
        """Rows of the `serious-list` feed; the rest as `penalty_rows`."""
        for n in range(begin, begin + count):
            day = entered() if entered else self._day - timedelta(days=60 + n * 45)
            if n % 2:
                party = self.people[(n * 5 + 1) % len(self.people)]
                row = ["失信被执行人", party.name, "自然人", "", "身份证", party.number]
                reason = "有履行能力而拒不履行生效法律文书确定的义务"
                basis = "《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条"
                authority = COURT
            else:
                party = self.organisations[(n * 7 + 3) % len(self.organisations)]
                row = ["严重失信主体名单", party.name, "法人及非法人组织", party.number, "", ""]
                reason, authority = "严重违法失信", MARKET[0]
                basis = "《市场监督管理严重违法失信名单管理办法》第二条"
            if party.id_type == "hm_travel_permit":
                row[4] = "港澳居民来往内地通行证"
            number = f"（{day.year}）浙0106列{n + 1}号"
            yield [*row, number, day.isoformat(), authority, reason, basis]


def small_district(day: date) -> District:
    """The district that the demonstration of every scale begins with."""
    return District(organisations=SMALL_ORGANISATIONS, people=SMALL_PEOPLE, day=day)
