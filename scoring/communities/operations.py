"""What auditors and operators see of communities: names for actions, objects, terms and jobs."""

from flask import Flask

from scoring.communities.reads import KIND, PURPOSE
from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import name_jobs

ACTIONS = {
    "community.founded": msg("开通社区"),
    "community.settled": msg("修改社区设置"),
    "member.account_opened": msg("开设成员账号"),
    "member.changed": msg("修改成员信息"),
    "member.consent_given": msg("记录同意"),
    "member.consent_withdrawn": msg("记录撤回同意"),
    "member.erased": msg("删除退出者的信息"),
    "member.invited": msg("邀请参加积分"),
    "member.joined": msg("参加积分"),
    "member.left": msg("退出积分"),
    "place.added": msg("添加住处"),
    "place.changed": msg("修改住处"),
    "place.moved": msg("移动住处"),
    "place.restored": msg("恢复住处"),
    "place.retired": msg("停用住处"),
    "places.imported": msg("导入住处"),
}
OBJECTS = {"community": msg("社区"), "member": msg("积分成员"), "place": msg("住处")}
TERMS = {
    PURPOSE: msg("办理社区积分"),
    KIND: msg("积分成员"),
    "community": msg("社区"),
    "points.members": msg("管理社区成员"),
    "points.take_part": msg("本人参加社区积分"),
}


def init_communities_operations(_app: Flask) -> None:
    """Name the codes of communities."""
    name_audit_terms(actions=ACTIONS, objects=OBJECTS, terms=TERMS)
    name_jobs({"communities.erase_due": msg("删除退出者的信息")})
