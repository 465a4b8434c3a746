"""MP3: the outer structure is what it says."""

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused


def check_mp3(content: bytes) -> None:
    """An ID3 tag or none, then two frames in a row. Raises UploadRefused."""
    at = _after_id3(content)
    first = _frame_length(content, at)
    if not first or not _frame_length(content, at + first):
        raise UploadRefused(_("文件内容与扩展名不符，不是 MP3 音频。"), "magic")


def _after_id3(content: bytes) -> int:
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    at = 10 + size
    while at < len(content) and content[at] == 0:
        at += 1
    return at


_BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frame_length(content: bytes, at: int) -> int:
    """Bytes of the layer III frame that begins here; 0 when none does."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, step = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or step in {0, 15}:
        return 0
    is_first = version == 3
    samples = 144 if is_first else 72
    return samples * _BITRATES[is_first][step] * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)
