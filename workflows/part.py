"""Cases as a part: the engine, the calendar, credit repair, and what hangs on them."""

from service.app import Part
from workflows import retention, walls
from workflows.applicant import pages as applicant_pages
from workflows.applicant.shell import init_applicant
from workflows.desk import pages as desk_pages
from workflows.desk.shell import init_desk
from workflows.disputes import api as disputes_api
from workflows.disputes.shell import init_disputes
from workflows.documents import api as documents_api
from workflows.documents import jobs as document_jobs
from workflows.documents import models as document_models
from workflows.documents import pages as document_pages
from workflows.documents.operations import init_documents
from workflows.effects import api as effects_api
from workflows.effects import jobs as effect_jobs
from workflows.effects import models as effect_models
from workflows.effects import pages as effect_pages
from workflows.effects import rules as effect_rules
from workflows.effects.operations import init_effects
from workflows.engine import alerts, telling
from workflows.engine import jobs as engine_jobs
from workflows.engine import models as engine_models
from workflows.engine.cli import cases
from workflows.engine.operations import init_engine
from workflows.figures import api as figures_api
from workflows.figures import pages as figure_pages
from workflows.figures.pages import init_figures
from workflows.letters import api as letters_api
from workflows.letters import models as letter_models
from workflows.letters import pages as letter_pages
from workflows.letters.operations import init_letters
from workflows.objection import api as objection_api
from workflows.objection import pages as objection_pages
from workflows.objection.demo.load import load_objections
from workflows.objection.papers import api as objection_papers_api
from workflows.objection.shell import init_objections
from workflows.repair import api as repair_api
from workflows.repair import letter_lines as repair_letter_lines
from workflows.repair.demo.load import load_cases
from workflows.repair.demo.year import repair_year
from workflows.repair.shell import init_repair
from workflows.rights import api as rights_api
from workflows.rights import models as rights_models
from workflows.rights import pages as rights_pages
from workflows.rights.demo import load_requests
from workflows.rights.shell import init_requests
from workflows.web import blueprint as web
from workflows.web import init_web
from workflows.workdays import api as calendar_api
from workflows.workdays import models as workday_models
from workflows.workdays import pages as calendar_pages
from workflows.workdays.cli import calendar
from workflows.workdays.pages import init_calendar

PART = Part(
    name="workflows",
    api=(
        repair_api.blueprint,
        figures_api.blueprint,
        documents_api.blueprint,
        letters_api.blueprint,
        calendar_api.blueprint,
        effects_api.blueprint,
        disputes_api.blueprint,
        rights_api.blueprint,
        objection_api.blueprint,
        objection_papers_api.blueprint,
    ),
    pages=(
        web,
        applicant_pages.pages,
        desk_pages.pages,
        figure_pages.pages,
        document_pages.pages,
        letter_pages.pages,
        calendar_pages.pages,
        effect_pages.pages,
        rights_pages.pages,
        objection_pages.pages,
    ),
    commands=(cases, calendar),
    init=(
        init_documents,
        init_letters,
        init_web,
        init_calendar,
        init_engine,
        init_desk,
        init_applicant,
        init_figures,
        init_repair,
        init_disputes,
        init_objections,
        init_effects,
        init_requests,
    ),
    demo=(load_cases, load_objections, load_requests),
    demo_year=(repair_year,),
)

__all__ = [
    "PART",
    "alerts",
    "document_jobs",
    "document_models",
    "effect_jobs",
    "effect_models",
    "effect_rules",
    "engine_jobs",
    "engine_models",
    "letter_models",
    "repair_letter_lines",
    "retention",
    "rights_models",
    "telling",
    "walls",
    "workday_models",
]
