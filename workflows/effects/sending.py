"""One try at one effect: taken in hand, sent with no transaction open, written down."""

import hashlib
import time
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from service.database import db, shared_clock, transaction
from workflows.effects import client, in_house
from workflows.effects.answers import Answer, Verdict, judge
from workflows.effects.asking import send_soon
from workflows.effects.claiming import Claimed, claim
from workflows.effects.limits import CIRCUIT_FAILURES, SWEEP_EFFECTS_MAX
from workflows.effects.models import CaseEffect, EffectState, EffectTarget
from workflows.effects.receipts import Expected
from workflows.effects.settling import settle


def send(effect_id: UUID) -> None:
    """Try an effect once, if it is due. Safe to call at any time and any number of times."""
    claimed = claim(effect_id)
    db.session.remove()  # no connection is held while another house takes its time
    if claimed is None:
        return
    began = time.perf_counter()
    verdict, answer = _try(claimed)
    took = timedelta(seconds=time.perf_counter() - began)
    settle(claimed, verdict, answer, took // timedelta(milliseconds=1))


def _try(claimed: Claimed) -> tuple[Verdict, Answer]:
    if claimed.in_house:
        verdict = in_house.look(claimed.id)
        db.session.remove()
        return verdict, Answer()
    address = current_app.config["SETTINGS"].targets[claimed.target]
    answer = client.post(address, claimed.body, str(claimed.id))
    expected = Expected(
        claimed.target, claimed.effect, str(claimed.id), hashlib.sha256(claimed.body).hexdigest()
    )
    return judge(answer, expected, address.keys), answer


def sweep() -> int:
    """Hand due effects to the workers; a target that is down gets one probe, when it may."""
    handed = 0
    with transaction() as session:
        now = shared_clock.read(session)
        due = (CaseEffect.state == EffectState.pending, CaseEffect.next_at <= now)
        codes = session.scalars(select(CaseEffect.target).where(*due).distinct()).all()
        for code in codes:
            target = session.get(EffectTarget, code)
            rows = session.scalars(
                select(CaseEffect.id)
                .where(*due, CaseEffect.target == code)
                .order_by(CaseEffect.next_at)
                .limit(_share(target, SWEEP_EFFECTS_MAX // len(codes), now))
            ).all()
            for effect_id in rows:
                send_soon(effect_id)
            handed += len(rows)
    return handed


def _share(target: EffectTarget | None, share: int, now: datetime) -> int:
    if target is None or target.failures < CIRCUIT_FAILURES:
        return share
    may_probe = target.open_until is None or target.open_until <= now
    return 1 if may_probe else 0
