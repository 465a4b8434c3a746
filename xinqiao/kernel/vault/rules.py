"""How personal data are classed, masked and compared, as pure functions.

Legal basis:
- 个人信息保护法, in force 2021-11-01: art. 28, sensitive personal information; art. 51(3),
  encryption and de-identification; art. 6, no more than the purpose needs is shown.
- GB/T 22239-2019 8.1.4.8 and 8.1.4.11: confidentiality of stored data, personal information.

How much of a value stays readable is our reading: as much as tells two people apart on a list.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

STAR = "*"
MASKED_LENGTH = 4  # stars of a masked middle, whatever its length was
PHONE_DIGITS = 11
ID_NUMBER_LENGTH = 18
NAME = r"[^省市县区旗路街道巷号村\d]"  # of a place above the street
DISTRICT = re.compile(
    rf"(?:{NAME}{{2,8}}(?:省|自治区))?(?:{NAME}{{1,8}}(?:市|自治州))?(?:{NAME}{{1,8}}[县区旗])?"
)


class Protection(StrEnum):
    """S3 is stored encrypted; S2 is personal; S1 is for staff; S0 may be published."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


def mask_phone(text: str) -> str:
    """138****1234; a shorter number, or a landline with its code, keeps its last two digits."""
    if len(text) == PHONE_DIGITS and text.isdecimal():
        return f"{text[:3]}{STAR * MASKED_LENGTH}{text[-4:]}"
    return STAR * (len(text) - 2) + text[-2:] if len(text) > MASKED_LENGTH else STAR * len(text)


def mask_id_number(text: str) -> str:
    """The province and the last two characters: 33**************1X."""
    if len(text) < ID_NUMBER_LENGTH:
        return STAR * len(text)
    return text[:2] + STAR * (len(text) - 4) + text[-2:]


def mask_name(text: str) -> str:
    """The first character: 张**."""
    return text[:1] + STAR * (len(text) - 1)


def mask_address(text: str) -> str:
    """Down to the county, city or district, never the street: 临江省青溪县****."""
    found = DISTRICT.match(text)  # every part is optional, so that it always matches
    return (found[0] if found is not None else "") + STAR * MASKED_LENGTH


def mask_all(text: str) -> str:
    """Nothing but that there is something; not even its length."""
    return STAR * MASKED_LENGTH


MASKS: dict[str, Callable[[str], str]] = {
    "phone": mask_phone,
    "id_number": mask_id_number,
    "name": mask_name,
    "address": mask_address,
    "": mask_all,
}


def mask(kind: str, text: str) -> str:
    """A value as a page shows it without a reason; an empty one stays empty."""
    return MASKS[kind](text) if text else ""


def normalised(text: str) -> str:
    """What two spellings of one value have in common: NFKC, no spaces or dashes, lower case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if not _is_separator(letter))


def _is_separator(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Pd", "Cf"}
