"""The one table of what may be uploaded; docs/operations/uploads.md is written from it."""

from dataclasses import dataclass
from enum import Enum

MEGABYTE = 1024 * 1024


class Family(Enum):
    """Types that are checked alike."""

    PDF = "按结构检查：无脚本、无启动动作、无内嵌文件、未加密，至少一页"
    PACKAGE = "按压缩包逐项检查：无宏、无外部引用、无实体声明、未加密"
    COMPOUND = "按复合文档检查：无宏、无内嵌程序、未加密"
    OFFICE = "压缩包或复合文档，检查同上两类"
    ARCHIVE = "包内每个文件都须是本表中的类型（压缩包除外）并通过检查"
    TEXT = "UTF-8 或 GB 18030 文字，无控制字符"
    IMAGE = "先核对像素数再解码；重新编码，去除位置等拍摄信息"
    VIDEO = "逐层检查 MP4 结构：H.264 画面、AAC 声音，不引用外部文件；抹去位置等拍摄信息"
    CAPTIONS = "UTF-8 文字，以 WEBVTT 开头"
    SOUND = "按 MP3 帧检查"


@dataclass(frozen=True)
class FileType:
    """One line of the table; ``parts`` are members a package of this type must have, any of."""

    extension: str
    label: str
    content_type: str
    family: Family
    max_megabytes: int
    parts: tuple[str, ...] = ()

    @property
    def max_bytes(self) -> int:
        return self.max_megabytes * MEGABYTE


_OOXML = "application/vnd.openxmlformats-officedocument"
_DOCX = f"{_OOXML}.wordprocessingml.document"
_XLSX = f"{_OOXML}.spreadsheetml.sheet"
_PPTX = f"{_OOXML}.presentationml.presentation"
_PPT = "application/vnd.ms-powerpoint"
_WORD, _SHEET, _SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
_OLD_WORD, _OLD_SHEET, _OLD_SLIDES = "WordDocument", "Workbook", "PowerPoint Document"

TYPES: dict[str, FileType] = {
    kind.extension: kind
    for kind in (
        FileType("pdf", "PDF 文档", "application/pdf", Family.PDF, 50),
        FileType("ofd", "OFD 版式文档", "application/ofd", Family.PACKAGE, 50, ("OFD.xml",)),
        FileType("docx", "Word 文档", _DOCX, Family.PACKAGE, 50, (_WORD,)),
        FileType("xlsx", "Excel 表格", _XLSX, Family.PACKAGE, 50, (_SHEET,)),
        FileType("pptx", "PowerPoint 演示", _PPTX, Family.PACKAGE, 50, (_SLIDES,)),
        FileType("doc", "Word 97 文档", "application/msword", Family.COMPOUND, 50, (_OLD_WORD,)),
        FileType(
            "xls",
            "Excel 97 表格",
            "application/vnd.ms-excel",
            Family.COMPOUND,
            50,
            (_OLD_SHEET, "Book"),
        ),
        FileType("ppt", "PowerPoint 97 演示", _PPT, Family.COMPOUND, 50, (_OLD_SLIDES,)),
        FileType(
            "wps", "WPS 文字", "application/vnd.ms-works", Family.OFFICE, 50, (_OLD_WORD, _WORD)
        ),
        FileType(
            "et", "WPS 表格", "application/vnd.wps-et", Family.OFFICE, 50, (_OLD_SHEET, _SHEET)
        ),
        FileType(
            "dps", "WPS 演示", "application/vnd.wps-dps", Family.OFFICE, 50, (_OLD_SLIDES, _SLIDES)
        ),
        FileType("zip", "压缩包", "application/zip", Family.ARCHIVE, 50),
        FileType("txt", "纯文本", "text/plain", Family.TEXT, 5),
        FileType("csv", "数据表", "text/csv", Family.TEXT, 20),
        FileType("jpg", "照片", "image/jpeg", Family.IMAGE, 20),
        FileType("jpeg", "照片", "image/jpeg", Family.IMAGE, 20),
        FileType("png", "图片", "image/png", Family.IMAGE, 20),
        FileType("gif", "图片", "image/gif", Family.IMAGE, 20),
        FileType("webp", "图片", "image/webp", Family.IMAGE, 20),
        FileType("mp4", "视频", "video/mp4", Family.VIDEO, 500),
        FileType("vtt", "视频字幕", "text/vtt", Family.CAPTIONS, 1),
        FileType("mp3", "音频", "audio/mpeg", Family.SOUND, 100),
    )
}


def accept_attribute(family: Family | None = None) -> str:
    """The value of ``accept`` of a file field: all types, or those of one family."""
    kinds = (kind for kind in TYPES.values() if family in {None, kind.family})
    return ",".join(f".{kind.extension}" for kind in kinds)


def as_markdown() -> str:
    """The table for operators."""
    lines = ["| 扩展名 | 类型 | 上限（MB） | 检查 |", "|---|---|---:|---|"]
    lines += [
        f"| .{kind.extension} | {kind.label} | {kind.max_megabytes} | {kind.family.value} |"
        for kind in TYPES.values()
    ]
    return "\n".join(lines) + "\n"
