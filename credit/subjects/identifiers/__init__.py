"""Numbers that name a person or an organisation: reading, checking and recognising them.

Pure: no database, no Flask, no clock. Syntax and date errors are refused with a reason and a
remedy; a failing check digit of a unified social credit code is flagged, because codes that
fail it have really been issued.
"""

from credit.subjects.identifiers.kinds import Flag, Identifier, IdType, SubjectKind
from credit.subjects.identifiers.names import TYPE_NAMES
from credit.subjects.identifiers.normalise import normalise
from credit.subjects.identifiers.parse import parse
from credit.subjects.identifiers.recognise import guess_types, recognise
from credit.subjects.identifiers.refusals import InvalidIdentifier

__all__ = [
    "TYPE_NAMES",
    "Flag",
    "IdType",
    "Identifier",
    "InvalidIdentifier",
    "SubjectKind",
    "guess_types",
    "normalise",
    "parse",
    "recognise",
]
