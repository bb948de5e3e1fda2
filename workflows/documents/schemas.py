"""What the API and the forms take and give about documents."""

from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, fields, validate

from service.scanner import Scan
from workflows.documents.kinds import DocumentKind, MediaType
from workflows.documents.limits import DOCUMENT_BYTES_MAX, FILENAME_CHARS_MAX
from workflows.documents.ranges import RANGE_FORM

RECORD_ID_MAX = 2**63 - 1
_NUMBER_CHARS_MAX = 64


class AttachmentForm(Schema):
    """What stands beside a file."""

    kind = fields.Enum(
        DocumentKind, by_value=True, required=True, metadata={"description": "材料种类"}
    )
    record_id = fields.Integer(
        load_default=None, validate=validate.Range(min=1, max=RECORD_ID_MAX),
        metadata={"description": "材料所对应的记录；承诺书逐条记录提交"},
    )  # fmt: skip


class AttachmentFile(Schema):
    """The file itself: PDF, JPEG or PNG by its content."""

    file = UploadField(required=True, metadata={"description": "PDF、JPEG 或 PNG，按内容识别"})


class AttachmentPageForm(AttachmentForm, AttachmentFile):
    """The form of a page."""


class DocumentAnswer(Schema):
    """A document of a case."""

    id = fields.UUID(required=True)
    kind = fields.Enum(DocumentKind, by_value=True, required=True)
    record_id = fields.Integer(required=True, allow_none=True)
    filename = fields.String(required=True)
    media_type = fields.Enum(MediaType, by_value=True, required=True)
    size = fields.Integer(required=True, metadata={"description": "字节"})
    sha256 = fields.String(required=True)
    pages = fields.Integer(required=True, allow_none=True)
    scan = fields.Enum(
        Scan, by_value=True, required=True,
        metadata={"description": "clean 已查毒；unchecked 本机构未安装查毒程序"},
    )  # fmt: skip
    uploaded_by = fields.String(required=True)
    uploaded_at = fields.AwareDateTime(required=True)
    may_withdraw = fields.Boolean(required=True)
    url = fields.String(required=True)


class DocumentsAnswer(Schema):
    """The documents of a case."""

    items = fields.List(fields.Nested(DocumentAnswer), required=True)


class UploadRequest(AttachmentForm):
    """A file that will come in chunks."""

    case = fields.String(
        required=True, validate=validate.Length(min=1, max=_NUMBER_CHARS_MAX),
        metadata={"description": "办件编号"},
    )  # fmt: skip
    filename = fields.String(required=True, validate=validate.Length(min=1, max=FILENAME_CHARS_MAX))
    size = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=DOCUMENT_BYTES_MAX),
        metadata={"description": "文件的字节数"},
    )  # fmt: skip


class UploadAnswer(Schema):
    """How far an upload has come; the next chunk begins at `received`."""

    id = fields.UUID(required=True)
    case = fields.String(required=True)
    kind = fields.Enum(DocumentKind, by_value=True, required=True)
    record_id = fields.Integer(required=True, allow_none=True)
    filename = fields.String(required=True)
    size = fields.Integer(required=True)
    received = fields.Integer(required=True)
    chunk_bytes_max = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)


class ChunkHeaders(Schema):
    """Where a chunk belongs."""

    content_range = fields.String(
        required=True, data_key="Content-Range", validate=validate.Regexp(RANGE_FORM),
        metadata={"description": "bytes 起-止/总数，从 0 数起"},
    )  # fmt: skip
