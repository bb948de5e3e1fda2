"""Credit as a part: subjects, records, rules, checks."""

from credit import walls
from credit.checks import api as checks_api
from credit.checks import jobs as check_jobs
from credit.checks import models as check_models
from credit.checks import pages as checks_pages
from credit.checks import review_pages, touched_cli, touched_pages, verify_pages
from credit.checks.batches import api as batches_api
from credit.checks.batches import jobs as batch_jobs
from credit.checks.batches import models as batch_models
from credit.checks.batches import pages as batches_pages
from credit.checks.batches.cli import checks
from credit.checks.preview import api as previews_api
from credit.checks.preview import cli as preview_cli
from credit.checks.preview import jobs as preview_jobs
from credit.checks.preview import models as preview_models
from credit.checks.preview import pages as previews_pages
from credit.checks.shell import init_checks
from credit.demo.asking import load_queries
from credit.demo.load import load_demo
from credit.demo.measures import load_measures_demo
from credit.demo.oversight import load_oversight_demo
from credit.demo.year import load_year
from credit.figures.shell import init_figures
from credit.issuing import models as issuing_models
from credit.issuing import pages as issuing_pages
from credit.issuing.cli import certificates
from credit.issuing.shell import init_issuing
from credit.measures import api as measures_api
from credit.measures import jobs as measure_jobs
from credit.measures import models as measure_models
from credit.measures import pages as measures_pages
from credit.measures import work_pages as measure_work_pages
from credit.measures.shell import init_measures
from credit.operations import init_operations
from credit.queries import api as queries_api
from credit.queries import models as query_models
from credit.queries import pages as query_pages
from credit.queries import public_pages as public_query_pages
from credit.queries import window_pages
from credit.queries.grants import api as grants_api
from credit.queries.grants import pages as grant_pages
from credit.queries.guide import init_guide
from credit.queries.shell import init_queries
from credit.records import api as records_api
from credit.records import jobs as record_jobs
from credit.records import models as record_models
from credit.records import pages as import_pages
from credit.records import record_pages
from credit.records.cli import records
from credit.records.shell import init_records
from credit.reports import api as reports_api
from credit.reports import models as report_models
from credit.reports import pages as reports_pages
from credit.reports import verifying as report_verifying
from credit.retention import cli as retention_cli
from credit.retention import models as retention_models
from credit.retention import pages as retention_pages
from credit.retention.shell import init_retention
from credit.rights.shell import init_rights
from credit.rules import models as rule_models
from credit.rules import pages as rules_pages
from credit.rules.cli import rules
from credit.subjects import models as subject_models
from credit.web import blueprint as web
from credit.web import init_web
from service.app import Part

PART = Part(
    name="credit",
    api=(
        checks_api.blueprint,
        batches_api.blueprint,
        previews_api.blueprint,
        records_api.blueprint,
        measures_api.blueprint,
        queries_api.blueprint,
        grants_api.blueprint,
        reports_api.blueprint,
    ),
    pages=(
        web,
        checks_pages.pages,
        review_pages.pages,
        verify_pages.pages,
        batches_pages.pages,
        rules_pages.pages,
        previews_pages.pages,
        reports_pages.pages,
        import_pages.pages,
        record_pages.pages,
        measure_work_pages.pages,
        measures_pages.pages,
        query_pages.pages,
        window_pages.pages,
        public_query_pages.pages,
        grant_pages.pages,
        retention_pages.pages,
        issuing_pages.pages,
        touched_pages.pages,
    ),
    commands=(rules, checks, records, certificates),
    init=(
        init_web,
        init_checks,
        batches_pages.init_batches,
        rules_pages.init_rules,
        init_records,
        init_measures,
        init_queries,
        init_guide,
        reports_pages.init_reports,
        init_operations,
        init_issuing,
        init_figures,
        init_rights,
        init_retention,
    ),
    demo=(load_demo, load_queries, load_measures_demo, load_oversight_demo),
    demo_year=(load_year,),
)

__all__ = [
    "PART",
    "batch_jobs",
    "batch_models",
    "check_jobs",
    "check_models",
    "issuing_models",
    "measure_jobs",
    "measure_models",
    "preview_cli",
    "preview_jobs",
    "preview_models",
    "query_models",
    "record_jobs",
    "record_models",
    "report_models",
    "report_verifying",
    "retention_cli",
    "retention_models",
    "rule_models",
    "subject_models",
    "touched_cli",
    "walls",
]
