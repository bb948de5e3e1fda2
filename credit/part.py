"""Credit as a part: subjects, records, rules, checks."""

from credit.checks import api as checks_api
from credit.checks import models as check_models
from credit.demo.load import load_demo
from credit.records import jobs as record_jobs
from credit.records import models as record_models
from credit.rules import models as rule_models
from credit.rules.cli import rules
from credit.subjects import models as subject_models
from service.app import Part

PART = Part(
    name="credit",
    api=(checks_api.blueprint,),
    commands=(rules,),
    demo=(load_demo,),
)

__all__ = ["PART", "check_models", "record_jobs", "record_models", "rule_models", "subject_models"]
