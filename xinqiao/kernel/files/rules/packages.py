"""Zip packages (docx, xlsx, pptx, ofd, zip): measured and read entry by entry, never unpacked."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules import compounds, markup, names, work
from xinqiao.kernel.files.rules.refusal import UploadRefused

MOST_ENTRIES = 4000
MOST_BYTES_DIRECTORY = 2 * 1024 * 1024
MOST_BYTES = 250 * 1024 * 1024  # of all entries together
MOST_BYTES_XML = 120 * 1024 * 1024  # of one entry that is parsed
HIGHEST_RATIO = 120  # of a package of more than RATIO_FROM_BYTES
RATIO_FROM_BYTES = 8 * 1024 * 1024
DEEPEST = 2  # packages within packages
_START = b"PK\x03\x04"
_END = b"PK\x05\x06"
_MACRO_ENDS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_PARTS = ("macrosheets/", "activex/", "dialogsheets/")
_XML = (".xml", ".rels", ".vml", ".xhtml", ".opf", ".rdf")
_PACKAGES = (".docx", ".xlsx", ".pptx", ".zip", ".ofd")
EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"

_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)

CheckEntry = Callable[[str, bytes], None]


def check_package(content: bytes, parts: tuple[str, ...], *, depth: int = 0) -> None:
    """Check an office or OFD package that must have one of ``parts``. Raises UploadRefused."""
    with _opened(content, depth) as package:
        members = set(package.namelist())
        if not members.intersection(parts):
            raise UploadRefused(_("文件内容与扩展名不符，请用办公软件另存后再上传。"), "magic")
        _check_macros(members)
        for info in package.infolist():
            _check_member(info.filename, _read(package, info), depth)


def check_archive(content: bytes, check_entry: CheckEntry) -> None:
    """Check a zip whose every file must pass ``check_entry(name, bytes)``. Raises UploadRefused."""
    with _opened(content, 0) as package:
        files = [info for info in package.infolist() if not info.is_dir()]
        if not files:
            raise UploadRefused(_("压缩包是空的。"), "empty")
        for info in files:
            check_entry(info.filename.rpartition("/")[2], _read(package, info))


def _opened(content: bytes, depth: int) -> zipfile.ZipFile:
    if depth > DEEPEST:
        raise UploadRefused(_("文件内嵌层数过多，请拆分后再上传。"), "nesting")
    if content.startswith(compounds.MAGIC):
        raise _encrypted_or_wrong(content)
    if not content.startswith(_START):
        raise UploadRefused(_("文件内容与扩展名不符，请用办公软件另存后再上传。"), "magic")
    _check_directory(content)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (*_UNREADABLE, ValueError, OSError) as error:
        raise compounds.broken() from error
    _check_measures(package, len(content))
    return package


def _encrypted_or_wrong(content: bytes) -> UploadRefused:
    """An encrypted docx is a compound file."""
    if "EncryptedPackage" in compounds.Compound(content).names():
        return UploadRefused(_("文件已加密，请去除密码后再上传。"), "encrypted")
    return UploadRefused(_("文件内容与扩展名不符，请用办公软件另存后再上传。"), "magic")


def _check_directory(content: bytes) -> None:
    """How long the directory says it is, before a million entries are read from it."""
    at = content.rfind(_END)
    if at < 0 or at + 20 > len(content):
        raise compounds.broken()
    count, length = struct.unpack_from("<HI", content, at + 10)
    if count > MOST_ENTRIES or length > MOST_BYTES_DIRECTORY:
        raise UploadRefused(_("文件内条目过多，请拆分后再上传。"), "entries")


def _check_measures(package: zipfile.ZipFile, length: int) -> None:
    """What the directory claims, before anything is inflated."""
    infos = package.infolist()
    if len(infos) > MOST_ENTRIES:
        raise UploadRefused(_("文件内条目过多，请拆分后再上传。"), "entries")
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES or (total > RATIO_FROM_BYTES and total > HIGHEST_RATIO * length):
        raise UploadRefused(_("文件解压后过大，请拆分后再上传。"), "ratio")
    if len({info.filename for info in infos}) != len(infos):
        raise UploadRefused(_("文件内有重名的条目，请重新打包。"), "structure")
    if infos and min(info.header_offset for info in infos) != 0:
        raise UploadRefused(_("文件中夹带了别的内容，请重新保存。"), "polyglot")
    for info in infos:
        _check_info(info)


def _check_info(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise UploadRefused(_("文件已加密，请去除密码后再上传。"), "encrypted")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UploadRefused(_("压缩方式不常见，请用常用软件重新打包。"), "structure")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UploadRefused(_("文件内有链接，请重新打包。"), "link")
    if _leaves_folder(info.orig_filename):
        raise UploadRefused(_("文件内有不正常的路径，请重新打包。"), "traversal")


def _leaves_folder(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    has_control = any(ord(character) < 32 for character in name)
    return has_control or ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """One entry, and not a byte more than it claims to have."""
    work.spend(size=info.file_size)
    try:
        with package.open(info) as file:
            content = file.read(info.file_size + 1)
    except (*_UNREADABLE, ValueError, OSError, EOFError) as error:
        raise compounds.broken() from error
    if len(content) != info.file_size:
        raise compounds.broken()
    return content


def _check_macros(members: set[str]) -> None:
    lowered = [member.lower() for member in members]
    if any(member.endswith(_MACRO_ENDS) for member in lowered) or any(
        part in member for member in lowered for part in _MACRO_PARTS
    ):
        raise macro()


def macro() -> UploadRefused:
    return UploadRefused(_("文件含有宏或控件，请另存为不含宏的文件。"), "macro")


def _check_member(name: str, content: bytes, depth: int) -> None:
    lowered = name.lower()
    if EICAR in content:
        raise virus()
    if lowered.endswith(_XML) or content[:5] == b"<?xml":
        if len(content) > MOST_BYTES_XML:
            raise UploadRefused(_("文件解压后过大，请拆分后再上传。"), "ratio")
        markup.check_xml(lowered, content)
    elif content.startswith(compounds.MAGIC):
        _check_embedded_compound(content)
    elif content.startswith(_START) or lowered.endswith(_PACKAGES):
        _check_embedded_package(content, depth + 1)
    elif lowered.rpartition(".")[2] in names.RUNNABLE or content[:2] == b"MZ":
        raise embedded()


def _check_embedded_compound(content: bytes) -> None:
    found = compounds.Compound(content).names()
    if found & compounds.MACROS:
        raise macro()
    if found & compounds.PROGRAMS:
        raise embedded()


def _check_embedded_package(content: bytes, depth: int) -> None:
    with _opened(content, depth) as package:
        _check_macros(set(package.namelist()))
        for info in package.infolist():
            _check_member(info.filename, _read(package, info), depth)


def embedded() -> UploadRefused:
    return UploadRefused(_("文件内嵌了程序或其他文件，请删除后再上传。"), "embedded")


def virus() -> UploadRefused:
    return UploadRefused(_("文件被识别为病毒样本，不能上传。"), "virus")
