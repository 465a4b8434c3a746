"""A Word document as the beginning of an article, and what of it stays behind."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import mammoth
from django.utils.translation import gettext as _
from PIL import Image

from xinqiao.kernel.ui.richtext import clean_html, plain_text

WIDEST_PIXELS = 1600
LONGEST_TITLE = 100
PLACE = "/manage/files/2000/01/wordpicture{:04}.png"  # stands for a picture until it is stored
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        "u => u",
        "strike => s",
        "p[style-name='Heading 1'] => h2:fresh",
        "p[style-name='Heading 2'] => h3:fresh",
        "p[style-name='Heading 3'] => h4:fresh",
        "p[style-name='Heading 4'] => h5:fresh",
    )
)
_TYPES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_LEFT_BEHIND = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "页眉页脚"),
    (re.compile(r"word/comments\d*\.xml"), "批注"),
    (re.compile(r"word/charts/.*"), "图表"),
    (re.compile(r"word/diagrams/.*"), "SmartArt 图形"),
    (re.compile(r"word/embeddings/.*"), "内嵌的文件"),
    (re.compile(r"word/media/.*\.(?:emf|wmf|tiff?|bmp|svg)"), "网页不能显示的图片格式"),
)
_INSIDE = (
    (re.compile(rb"<w:del[ >]"), "修订：按接受后的文字导入，删除的内容没有带入"),
    (re.compile(rb"<w:ins[ >]"), "修订：按接受后的文字导入，插入的内容已带入"),
    (re.compile(rb"<w:txbxContent"), "文本框：文字可能没有带入，请核对"),
    (re.compile(rb"<m:oMath"), "公式：没有带入"),
    (re.compile(rb"<w:vanish"), "隐藏文字：可能已带入，请核对"),
)
_FIRST = re.compile(r"\A<(h1|h2|p)(?: [^>]*)?>(.*?)</\1>", re.DOTALL)


class CannotConvert(ValueError):
    """The document cannot be read; the message says so, in Chinese."""


@dataclass(frozen=True)
class Picture:
    """A picture of the document, as it came; ``place`` stands for it in the HTML."""

    place: str
    extension: str
    content: bytes


@dataclass(frozen=True)
class WordDraft:
    """What can be taken over, and in Chinese what was not."""

    title: str
    html: str
    pictures: list[Picture] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)


def read(content: bytes) -> WordDraft:
    """Convert a docx that has passed the checks of uploads. Raises CannotConvert."""
    pictures: list[Picture] = []
    missed: list[str] = []

    def take(image: Any) -> dict[str, str]:
        extension = _TYPES.get(image.content_type)
        if extension is None:
            return {"src": ""}
        place = PLACE.format(len(pictures))
        with image.open() as source:
            pictures.append(Picture(place, extension, source.read()))
        return {"src": place, "alt": image.alt_text or ""}

    try:
        done = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(take),
        )
        missed = _left_behind(content)
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError) as error:
        raise CannotConvert(
            _("读不出这个 Word 文档，请用办公软件另存为 .docx 后再导入。")
        ) from error
    title, html = _without_title(done.value)
    return WordDraft(title, clean_html(html), pictures, missed)


def _without_title(html: str) -> tuple[str, str]:
    """The first line as the title if it looks like one, and the rest."""
    match = _FIRST.match(html)
    words = plain_text(match[2]) if match else ""
    if match is None or not words or len(words) > LONGEST_TITLE or words.endswith(("。", "：")):
        return "", html
    return words.replace("\n", ""), html[match.end() :]


def _left_behind(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        found = [
            f"{label}：没有带入"
            for pattern, label in _LEFT_BEHIND
            if any(pattern.fullmatch(name) for name in names)
        ]
        text = package.read("word/document.xml")
    return found + [label for mark, label in _INSIDE if mark.search(text)]


def small(content: bytes, extension: str) -> bytes:
    """A picture that has been checked and drawn anew, no wider than a page shows it."""
    with Image.open(io.BytesIO(content)) as image:
        if image.width <= WIDEST_PIXELS or getattr(image, "n_frames", 1) > 1:
            return content
        height = max(1, round(image.height * WIDEST_PIXELS / image.width))
        target = io.BytesIO()
        resized = image.resize((WIDEST_PIXELS, height), Image.Resampling.LANCZOS)
        resized.save(target, "JPEG" if extension == "jpg" else "PNG", quality=85, optimize=True)
    return target.getvalue()
