"""The second wall around cases: an enterprise reaches its own, a community what it decides."""

from credit.walls import ABOUT_ME
from service.database.walls import COMMUNITY, SUBJECT, only, walled, walled_by
from workflows.documents.models import CaseDocument, Upload, UploadChunk
from workflows.effects.models import CaseEffect, EffectAttempt
from workflows.engine.models import (
    CaseAlarm,
    CaseClock,
    CaseEvent,
    CaseFile,
    CaseItem,
    ClockChange,
    ReapplicationBan,
)
from workflows.letters.models import CaseLetter
from workflows.rights.models import RightsRequest

walled(
    CaseFile,
    only(
        f"about IS NULL AND subject_code = {SUBJECT} "
        f"OR about IS NOT NULL AND authority = {COMMUNITY}"
    ),
)
for _part in (CaseItem, CaseEvent, CaseClock, CaseAlarm, CaseDocument, CaseLetter, CaseEffect,
              RightsRequest):  # fmt: skip
    walled_by(_part, "case_id", CaseFile)
walled_by(Upload, "case_id", CaseFile, removes=True)
walled_by(UploadChunk, "upload_id", Upload, removes=True)
walled_by(ClockChange, "clock_id", CaseClock)
walled_by(EffectAttempt, "effect_id", CaseEffect)
walled(ReapplicationBan, ABOUT_ME)
