"""Feeds: sources of records described in YAML, and the pure reader of their rows."""

from credit.records.feeds.description import Feed
from credit.records.feeds.drafts import Draft, Flag, Refused, SubjectDraft
from credit.records.feeds.fields import Target
from credit.records.feeds.loader import (
    FeedInvalid,
    FeedUnknown,
    feed_label,
    feed_names,
    load_feed,
    parse_feed,
)
from credit.records.feeds.read import FeedReader

__all__ = [
    "Draft",
    "Feed",
    "FeedInvalid",
    "FeedReader",
    "FeedUnknown",
    "Flag",
    "Refused",
    "SubjectDraft",
    "Target",
    "feed_label",
    "feed_names",
    "load_feed",
    "parse_feed",
]
