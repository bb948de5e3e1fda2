"""The demonstration's queries: every channel, one of them denied, loaded once."""

from collections import Counter

from sqlalchemy import select

from credit.demo.asking import load_queries
from credit.demo.load import load_demo
from credit.queries.models import Channel, CreditQuery, QueryAuthorisation
from service.database import db
from service.demo import Scale


def test_every_channel_shows_and_the_withdrawn_authorisation_denies(app):
    load_demo(Scale.small)
    summary = load_queries(Scale.small)
    calls = list(db.session.scalars(select(CreditQuery)))
    assert {call.channel for call in calls} == {str(one) for one in Channel}
    assert Counter(call.reason_denied for call in calls if call.denied) == {
        "authorisation-withdrawn": 1
    }
    grants = list(db.session.scalars(select(QueryAuthorisation)))
    assert sum(grant.withdrawn_at is not None for grant in grants) == 1
    assert load_queries(Scale.small) == summary
