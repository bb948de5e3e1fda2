"""What the API takes about letters."""

from marshmallow import Schema, fields, validate

from workflows.documents.schemas import RECORD_ID_MAX


class CommitmentArguments(Schema):
    """For which record of the case the form is wanted."""

    record_id = fields.Integer(
        load_default=None, validate=validate.Range(min=1, max=RECORD_ID_MAX),
        metadata={"description": "承诺书对应的记录；办件只有一条记录时可以不填"},
    )  # fmt: skip
