"""What auditors and operators see of documents: names for their codes."""

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import name_jobs
from workflows.documents.kinds import KIND_NAMES

ACTIONS = {
    "document.attached": msg("提交材料"),
    "document.withdrawn": msg("撤回材料"),
}
TERMS = {
    "own_case": msg("查看自己的办件"),
    "case_handling": msg("办理办件"),
    "cases.read": msg("依职责查看"),
    **{f"document.{kind}": name for kind, name in KIND_NAMES.items()},
}
JOBS = {"documents.forget_expired": msg("清理过期的上传")}


def init_documents(app: Flask) -> None:  # noqa: ARG001 - the shape of every init function
    """Name the codes of documents."""
    name_audit_terms(actions=ACTIONS, terms=TERMS)
    name_jobs(JOBS)
