"""What a file may be called: Chinese names stay as they are, tricks go."""

import re
import unicodedata

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

LONGEST_CHARACTERS = 120
LONGEST_BYTES = 240  # a name of 255 bytes is the most a file system takes; the rest is room
NAMELESS = "文件"
# Control, format (bidi, zero width), surrogate and private characters never belong in a name.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NOT_ALLOWED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)")
RUNNABLE = frozenset(
    {
        *("exe", "com", "scr", "pif", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "mjs", "wsf"),
        *("wsh", "hta", "msi", "msp", "dll", "cpl", "jar", "lnk", "reg", "inf", "url", "sh", "py"),
        *("php", "phtml", "asp", "aspx", "jsp", "jspx", "cgi", "pl", "html", "htm", "xhtml"),
        *("shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "xslt", "swf", "apk", "iso", "img"),
        *("chm", "hlp", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "elf"),
        *("desktop", "app", "dmg", "vbscript", "scf", "htaccess"),
    }
)


def clean_name(raw: str) -> str:
    """A name that is safe to show, to store and to offer for saving; at most 120 characters."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", raw)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in _HIDDEN)
    name = _SPACES.sub(" ", _NOT_ALLOWED.sub("_", name)).lstrip(" \u3000")
    name = name.rstrip(" .\u3000")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = _shortened(stem.strip(" .") or NAMELESS, len(dot + extension))
    cleaned = stem + dot + extension
    return f"_{cleaned}" if _RESERVED.match(cleaned) else cleaned


def _shortened(stem: str, taken: int) -> str:
    stem = stem[: max(1, LONGEST_CHARACTERS - taken)]
    kept = stem.encode()[: max(4, LONGEST_BYTES - taken)].decode(errors="ignore")
    return kept.rstrip(" .")


def extension_of(name: str) -> str:
    """The extension in lower case. Raises UploadRefused when another, runnable one hides before."""
    parts = [part.strip().lower() for part in name.split(".")[1:]]
    if RUNNABLE.intersection(parts[:-1]):
        raise UploadRefused(_("文件名中含有程序的扩展名，请改名后再上传。"), "name")
    return parts[-1] if parts else ""
