"""The ground floor as a part: accounts, audit, outbox, files, private data."""

from service import walls
from service.accounts import admin_pages, factor_pages
from service.accounts import api as accounts_api
from service.accounts import jobs as accounts_jobs
from service.accounts import pages as accounts_pages
from service.accounts.cli import accounts, tokens
from service.api import jobs as api_jobs
from service.api import models as api_models
from service.app import Part
from service.audit import jobs as audit_jobs
from service.audit import pages as audit_pages
from service.audit import trail_pages
from service.audit.cli import audit
from service.audit.examine import init_examine
from service.database.cli import walls as walls_commands
from service.demo import demo
from service.doctor.certificates import init_certificates
from service.doctor.cli import doctor
from service.doctor.machines import init_machines
from service.doctor.ownership import init_ownership
from service.doctor.setup import init_doctor
from service.doctor.walls import init_walls
from service.files import models as file_models
from service.identities import models as identity_models
from service.identities import pages as identity_pages
from service.notices import api as notices_api
from service.notices import jobs as notice_jobs
from service.notices import models as notice_models
from service.notices import pages as notice_pages
from service.observability import pages as operations_pages
from service.outbox import jobs as outbox_jobs
from service.outbox.cli import outbox
from service.oversight import assessment_pages
from service.oversight import jobs as oversight_jobs
from service.oversight import models as oversight_models
from service.oversight import pages as oversight_pages
from service.oversight.shell import init_oversight
from service.private import jobs as private_jobs
from service.private import models as private_models
from service.private.cli import private
from service.rights import api as rights_api
from service.rights import pages as rights_pages
from service.rights.shell import init_own_rights
from service.statistics import api as statistics_api
from service.statistics import pages as statistics_pages

PART = Part(
    name="service",
    api=(
        accounts_api.blueprint,
        notices_api.blueprint,
        statistics_api.blueprint,
        rights_api.blueprint,
    ),
    pages=(
        accounts_pages.pages,
        factor_pages.pages,
        admin_pages.pages,
        audit_pages.pages,
        trail_pages.pages,
        operations_pages.pages,
        notice_pages.pages,
        statistics_pages.pages,
        identity_pages.pages,
        rights_pages.pages,
        oversight_pages.pages,
        assessment_pages.pages,
    ),
    commands=(demo, accounts, tokens, audit, outbox, private, doctor, walls_commands),
    init=(
        init_doctor,
        init_walls,
        init_ownership,
        init_certificates,
        init_machines,
        init_examine,
        admin_pages.init_admin_pages,
        audit_pages.init_audit_pages,
        operations_pages.init_operations,
        notice_pages.init_notices,
        statistics_pages.init_statistics,
        identity_pages.init_identities,
        init_own_rights,
        init_oversight,
    ),
)

__all__ = [
    "PART",
    "accounts_jobs",
    "api_jobs",
    "api_models",
    "audit_jobs",
    "file_models",
    "identity_models",
    "notice_jobs",
    "notice_models",
    "outbox_jobs",
    "oversight_jobs",
    "oversight_models",
    "private_jobs",
    "private_models",
    "walls",
]
"""The modules named here are imported so that their tables and jobs are known."""
