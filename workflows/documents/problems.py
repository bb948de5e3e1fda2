"""What can be refused about documents."""

from service.messages import Message, msg
from service.problems import Conflict, FieldError, NotFound, Problem
from workflows.documents.faults import FAULTS, Fault


class DocumentRefused(Problem):
    """The file cannot be kept; `errors` say why and what to do."""

    code = "document-refused"
    status = 422
    title = msg("文件不能接受")

    def __init__(self, fault: Fault) -> None:
        message, remedy = FAULTS[fault]
        super().__init__(
            msg("{message}{remedy}", message=message, remedy=remedy),
            errors=[FieldError("file", fault, message, remedy)],
        )
        self.fault = fault


class DocumentUnknown(NotFound):
    """The case has no such document, or it was taken back."""

    code = "document-unknown"
    title = msg("没有找到这份材料")

    def __init__(self) -> None:
        super().__init__(msg("没有找到这份材料，它可能已经撤回。"))


class DocumentsClosed(Conflict):
    """The case stands where nothing is handed in or taken back any more."""

    code = "documents-closed"
    title = msg("现在不能提交或撤回材料")


class TooManyDocuments(Conflict):
    """The case has as many documents, or uploads on their way, as one may have."""

    code = "too-many-documents"
    title = msg("材料过多")


class UploadUnknown(NotFound):
    """There is no such upload, it has expired, or it is somebody else's."""

    code = "upload-unknown"
    title = msg("没有找到这次上传")

    def __init__(self) -> None:
        super().__init__(msg("没有找到这次上传，它可能已经过期。请重新选择文件上传。"))


class ChunkRefused(Problem):
    """The chunk is not what its header says, or is larger than a chunk may be."""

    code = "chunk-refused"
    status = 422
    title = msg("分片不正确")

    def __init__(self, detail: Message) -> None:
        super().__init__(detail, errors=[FieldError("Content-Range", "bad-range", detail)])


class ChunkMisplaced(Conflict):
    """The chunk does not begin where the upload goes on; `received` says where that is."""

    code = "chunk-misplaced"
    title = msg("分片顺序不对")


class UploadIncomplete(Conflict):
    """Bytes are still missing; `received` says how many have come."""

    code = "upload-incomplete"
    title = msg("文件还没有传完")


class PageUnknown(NotFound):
    """The document has no such page, or the page is past those that are shown."""

    code = "page-unknown"
    title = msg("没有这一页")


class PreviewFailed(Problem):
    """The page cannot be drawn: its file is broken in this place, or asks for too much."""

    code = "preview-failed"
    status = 422
    title = msg("这一页不能预览")

    def __init__(self) -> None:
        super().__init__(msg("这一页不能在网页上显示。请下载原件，用本机的阅读器打开查看。"))


class PreviewBusy(Problem):
    """Too many pages are being drawn at the moment."""

    code = "preview-busy"
    status = 503
    title = msg("预览繁忙")

    def __init__(self) -> None:
        super().__init__(msg("同时预览的人较多，请稍等片刻再刷新，或下载原件查看。"))
