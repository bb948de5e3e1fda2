"""The words of a report, which stand in it in both languages. Pure."""

from types import MappingProxyType

from credit.queries.disclosure import Mark
from credit.queries.models import Basis
from service.papers.content import Bilingual

TITLE = Bilingual("法人和非法人组织公共信用信息报告", "Public credit report of an organisation")
NOTHING = Bilingual("查询期内无相关信息", "Nothing on record for the period")
MARKS = MappingProxyType(
    {
        Mark.under_repair: Bilingual("信用修复办理中", "repair under way"),
        Mark.under_objection: Bilingual(
            "异议办理中，不作为不利依据", "under objection; counts against nobody"
        ),
        Mark.date_unknown: Bilingual(
            "决定日期不详，须向认定单位核实", "day of decision unknown; ask the authority"
        ),
        Mark.shielded: Bilingual(
            "依法院裁定暂时屏蔽，不作为不利依据", "kept from view by a court's ruling"
        ),
    }
)
BASES = MappingProxyType(
    {
        Basis.authorisation: Bilingual(
            "主体本人查询或者授权", "The subject itself, or its consent"
        ),
        Basis.sharing: Bilingual("部门依职责共享", "Shared for a duty laid down by law"),
        Basis.publicity: Bilingual("依法公示", "Published by law"),
    }
)
KINDS = MappingProxyType(
    {
        "organisation": Bilingual("法人及非法人组织", "Organisation"),
        "individual_business": Bilingual("个体工商户", "Individual business"),
    }
)
LABELS = MappingProxyType(
    {
        "name": Bilingual("名称", "Name"),
        "code": Bilingual("统一社会信用代码", "Unified social credit code"),
        "kind": Bilingual("类别", "Kind"),
        "registered_on": Bilingual("注册日期", "Registered on"),
        "organisation_type": Bilingual("类型", "Type"),
        "registered_capital": Bilingual("注册资本", "Registered capital"),
        "province": Bilingual("所在省份", "Province"),
        "city": Bilingual("所在城市", "City"),
        "former_names": Bilingual("曾用名称", "Former names"),
        "authority": Bilingual("认定单位", "Authority"),
        "decision_number": Bilingual("文书号", "Document"),
        "title": Bilingual("名称", "Title"),
        "violation": Bilingual("违法行为", "Violation"),
        "content": Bilingual("内容", "Content"),
        "penalty_kinds": Bilingual("处罚种类", "Kinds of penalty"),
        "fine": Bilingual("罚款（元）", "Fine, yuan"),
        "confiscated": Bilingual("没收（元）", "Confiscated, yuan"),
        "decided_on": Bilingual("决定日期", "Decided on"),
        "tier": Bilingual("档次", "Tier"),
        "published_until": Bilingual("公示至", "Published until"),
        "valid_until": Bilingual("有效期至", "Valid until"),
        "awarded_on": Bilingual("授予日期", "Awarded on"),
        "repairable_from": Bilingual("可申请信用修复", "Repair may be applied for from"),
        "department": Bilingual("实施单位", "Department"),
        "basis": Bilingual("依据", "Basis"),
        "published_at": Bilingual("公布地址", "Published at"),
        "until": Bilingual("至", "Until"),
    }
)
ADVICE = MappingProxyType(
    {
        "repair_now": "现在即可申请信用修复，由认定单位办理，不收费。",
        "repair_from": "自{day}起可申请信用修复，由认定单位办理，不收费。",
        "repair_going_on": "信用修复办理中，请留意补正通知和办理结果。",
        "repair_unknown": "目前没有可申请信用修复的日期，能否修复请向认定单位核实。",
        "objection_going_on": "异议办理中，办结后以处理结果为准。",
        "ask_authority": "决定日期不详，请向认定单位核实。",
    }
)
"""Sentences of the section on how to improve; a paper's Chinese binds."""
INCENTIVE = Bilingual("激励", "Incentive")
CONSTRAINT = Bilingual("约束", "Constraint")
