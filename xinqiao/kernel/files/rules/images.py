"""Pictures: measured before they are decoded, then drawn anew without what the camera noted."""

import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from xinqiao.kernel.files.rules.refusal import UploadRefused

MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "GIF": 20_000_000, "WEBP": 12_000_000}
HALVED_FROM = 20_000_000  # a photograph of more pixels is decoded at half its sides
LONGEST_SIDE = 20_000
MOST_FRAMES = 300
MOST_PIXELS_ALL_FRAMES = 25_000_000  # all frames are held at once, four bytes a pixel
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}
_TAILS = (b"PK\x03\x04", b"PK\x05\x06", b"<script", b"<html", b"<?php", b"%PDF-")
_MODES = {"JPEG": {"RGB", "L"}, "WEBP": {"RGB", "RGBA"}}
_SAVING: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": False},
    "GIF": {"optimize": False},
    "WEBP": {"quality": 90, "method": 2},
}


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew."""

    content: bytes
    width: int
    height: int


def redraw(content: bytes, extension: str) -> Picture:
    """Check a picture and encode it again, upright and without metadata. Raises UploadRefused."""
    wanted = FORMATS[extension]
    _check_tail(content, wanted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged notes of the camera go anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[wanted]) as image:
                _check_size(image, wanted)
                return _encoded(image, wanted)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_large() from error
    except UnidentifiedImageError as error:
        raise UploadRefused(_("文件内容与扩展名不符，不是这种格式的图片。"), "magic") from error
    except (OSError, SyntaxError, ValueError, IndexError, KeyError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(_("图片已损坏，请换一张。"), "broken") from error


def too_large() -> UploadRefused:
    return UploadRefused(
        _(
            "图片像素过多，请缩小后再上传："
            "jpg 5000 万像素以内，png 和 gif 2000 万以内，webp 1200 万以内。"
        ),
        "pixels",
    )


def _check_tail(content: bytes, wanted: str) -> None:
    """Refuse a picture with another file behind its end."""
    end = content.rfind(_ENDS[wanted]) if wanted in _ENDS else -1
    tail = content[end:] if end >= 0 else content[-4096:]
    hidden = any(mark in tail.lower() or mark in tail for mark in _TAILS)
    if hidden or b"PK\x05\x06" in content[-66000:]:
        raise UploadRefused(_("图片中夹带了别的文件，请用原图。"), "polyglot")


def _check_size(image: Image.Image, wanted: str) -> None:
    width, height = image.size
    most = MOST_PIXELS[wanted]
    frames = getattr(image, "n_frames", 1) if width * height <= most else 1
    if width * height > most or max(width, height) > LONGEST_SIDE:
        raise too_large()
    if (frames > 1 and frames * width * height > MOST_PIXELS_ALL_FRAMES) or frames > MOST_FRAMES:
        raise UploadRefused(_("动画帧数过多，请换成视频或截取一段。"), "pixels")


def _encoded(image: Image.Image, wanted: str) -> Picture:
    target = io.BytesIO()
    if getattr(image, "n_frames", 1) > 1 and wanted in {"GIF", "WEBP"}:
        frames = [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]
        durations = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(image)]
        frames[0].save(
            target,
            wanted,
            save_all=True,
            append_images=frames[1:],
            duration=durations,
            loop=0,
            disposal=2,
        )
        return Picture(target.getvalue(), *frames[0].size)
    if image.width * image.height > HALVED_FROM:
        image.draft(None, (image.width // 2, image.height // 2))
    drawn = _drawn(image, wanted)
    drawn.save(target, wanted, **_SAVING[wanted])
    return Picture(target.getvalue(), *drawn.size)


def _drawn(image: Image.Image, wanted: str) -> Image.Image:
    """The pixels alone: upright, in sRGB, in a mode the format knows."""
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    upright = _in_srgb(image)
    modes = _MODES.get(wanted)
    if modes and upright.mode not in modes:
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        upright = upright.convert("RGBA" if has_alpha and "RGBA" in modes else "RGB")
    kept: dict[str | tuple[int, int], Any] = {}
    if "transparency" in upright.info:
        kept["transparency"] = upright.info["transparency"]
    upright.info = kept
    return upright


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        changed = ImageCms.profileToProfile(
            image, known, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return changed or image
