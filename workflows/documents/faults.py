"""Why a file is not taken, and what the person can do about it."""

from enum import StrEnum

from service.messages import Message, msg
from workflows.documents.limits import (
    IMAGE_PIXELS_MAX,
    IMAGE_SIDE_MAX,
    IMAGE_SIDE_MIN,
    PDF_PAGES_MAX,
)


class Fault(StrEnum):
    """What is wrong with a file."""

    empty = "empty-file"
    ofd = "ofd-file"
    tiff = "tiff-file"
    heic = "heic-file"
    office = "office-file"
    other_image = "other-image"
    archive = "archive-file"
    unknown_type = "unknown-type"
    broken_pdf = "broken-pdf"
    locked_pdf = "locked-pdf"
    active_pdf = "active-pdf"
    too_many_pages = "too-many-pages"
    broken_image = "broken-image"
    moving_image = "moving-image"
    image_too_small = "image-too-small"
    image_too_large = "image-too-large"
    too_complex = "too-complex"


_PRINT_ANEW = msg("请打开文件，用“打印”选择“另存为 PDF”重新生成后上传。")
_AS_PDF_OR_PHOTO = msg("请另存为 PDF，或拍照保存为 JPEG 后上传。")

FAULTS: dict[Fault, tuple[Message, Message]] = {
    Fault.empty: (msg("文件是空的。"), msg("请检查文件能否正常打开，再重新选择。")),
    Fault.ofd: (
        msg("暂不接受 OFD 文件。"),
        msg("请用 OFD 阅读器打开，选择“导出”或“打印”另存为 PDF 后上传。"),
    ),
    Fault.tiff: (msg("暂不接受 TIFF 图片。"), _AS_PDF_OR_PHOTO),
    Fault.heic: (
        msg("暂不接受 HEIC 图片。"),
        msg("请在手机“设置—相机—格式”中选择“兼容性最佳”后重拍，或另存为 JPEG。"),
    ),
    Fault.office: (
        msg("暂不接受 Word、Excel、WPS 等可编辑文件。"),
        msg("请打印盖章后扫描，或另存为 PDF 后上传。"),
    ),
    Fault.other_image: (msg("暂不接受这种图片格式。"), msg("请另存为 JPEG 或 PNG 后上传。")),
    Fault.archive: (msg("暂不接受压缩包。"), msg("请解压后逐个上传其中的文件。")),
    Fault.unknown_type: (
        msg("文件内容不是 PDF、JPEG 或 PNG。"),
        msg("改文件名没有用，请把原件扫描或另存为 PDF、JPEG、PNG 后上传。"),
    ),
    Fault.broken_pdf: (msg("这个 PDF 已损坏，打不开。"), _PRINT_ANEW),
    Fault.locked_pdf: (msg("这个 PDF 设有密码或使用限制。"), _PRINT_ANEW),
    Fault.active_pdf: (
        msg("这个 PDF 带有脚本、启动程序或动态表单。"),
        _PRINT_ANEW,
    ),
    Fault.too_many_pages: (
        msg("PDF 超过 {max} 页。", max=PDF_PAGES_MAX),
        msg("请只保留有关的页，或拆成几个文件分别上传。"),
    ),
    Fault.broken_image: (msg("这张图片已损坏或不完整。"), msg("请重新拍照或扫描后上传。")),
    Fault.moving_image: (msg("不接受动态图片。"), msg("请另存为单张 JPEG 或 PNG 后上传。")),
    Fault.image_too_small: (
        msg("图片太小，短边不足 {min} 像素，看不清文字。", min=IMAGE_SIDE_MIN),
        msg("请用原图上传，不要用截图或缩略图；拍照时让纸张占满画面。"),
    ),
    Fault.image_too_large: (
        msg(
            "图片尺寸过大，最多 {pixels} 像素、长边 {side} 像素。",
            pixels=IMAGE_PIXELS_MAX,
            side=IMAGE_SIDE_MAX,
        ),
        msg("请按 300 dpi 重新扫描，或缩小后上传。"),
    ),
    Fault.too_complex: (msg("这个文件过于复杂，无法完成检查。"), _PRINT_ANEW),
}
"""What is said, and what to do."""
