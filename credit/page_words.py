"""The words in which pages show codes of tier rules, columns of a record and jobs."""

from types import MappingProxyType

from service.messages import Message, msg

TIER_LAWS = MappingProxyType(
    {
        "ORDER58": msg("《失信行为纠正后的信用信息修复管理办法（试行）》"),
        "ORDER36": msg("《信用修复管理办法》"),
        "SAMR45": msg("《市场监督管理行政处罚信息公示规定》"),
    }
)
"""First part of a tier rule's code, such as `ORDER36` of `ORDER36-general-kinds` -> its law."""
FIELD_NAMES = MappingProxyType(
    {
        "subject_id": msg("主体"),
        "kind": msg("类别"),
        "status": msg("状态"),
        "authority": msg("认定单位"),
        "authority_code": msg("认定单位代码"),
        "decision_number": msg("文书号"),
        "title": msg("名称"),
        "violation": msg("违法行为"),
        "facts": msg("事实"),
        "basis": msg("依据"),
        "penalty_kinds": msg("处罚种类"),
        "content": msg("内容"),
        "fine": msg("罚款（元）"),
        "confiscated": msg("没收（元）"),
        "decided_on": msg("决定日期"),
        "published_on": msg("公示日期"),
        "valid_until": msg("有效期至"),
        "final_on": msg("生效日期"),
        "sentence_end_on": msg("刑期届满日"),
        "removed_on": msg("移出日期"),
        "simple_procedure": msg("简易程序"),
        "juvenile": msg("未成年人"),
        "disputed": msg("异议办理中"),
        "tier": msg("档次"),
        "tier_reason": msg("档次的理由"),
        "regime": msg("适用办法"),
        "published_until_min": msg("最短公示至"),
        "published_until_max": msg("最长公示至"),
        "repairable_from": msg("可申请修复"),
        "retain_until": msg("保存至"),
        "attributes": msg("其他"),
    }
)
"""Column of a record whose change is history -> its name."""
JOB_NAMES = MappingProxyType(
    {
        "records.import": msg("导入数据"),
        "checks.cut_batch": msg("批量核查：分段"),
        "checks.run_batch": msg("批量核查：办理一段"),
        "checks.forget_uploads": msg("清除过期的上传名单"),
        "checks.recheck_affected": msg("重新核查受影响的结果"),
        "rules.preview": msg("试算规则表"),
    }
)


def tier_law(code: str) -> Message:
    """The law behind a tier rule's code; the code itself when it is nobody's."""
    return TIER_LAWS.get(code.split("-", maxsplit=1)[0]) or Message("{code}", {"code": code})
