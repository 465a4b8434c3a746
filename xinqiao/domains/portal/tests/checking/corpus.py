"""Documents made for measuring: a seed in, texts and files with known numbers out.

Half of what is planted stands plainly, half is spaced, full-width, split over inline elements or
cells, or in a hidden part. Decoys look like numbers of persons and are none.
"""

import random
from dataclasses import dataclass, field

from xinqiao.domains.portal.tests.checking import papers

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明"
_SENTENCES = (
    "根据县政府常务会议精神，现将有关事项公示如下。",
    "公示期自二〇二六年十一月二日起五个工作日。",
    "项目总投资12800000元，占地35.6亩，编号2026-110-0071。",
    "统一社会信用代码91330106MA2GKA1B3X，合同编号HT20261102000158。",
    "采购编号QXZFCG202600000000017，预算金额15800000000元。",
    "经纬度为30.27415012345、120.15515012345，高程13.8米。",
    "请各乡镇于11月20日前将材料报县民政局。",
    "索引号11330106002489231B/2026-00158，文号青政发〔2026〕12号。",
)


@dataclass
class Document:
    """One document: its body or its file, and the kinds of numbers planted in it."""

    body: str = ""
    file: bytes = b""
    extension: str = ""
    planted: dict[str, int] = field(default_factory=dict)


def id_number(chance):
    first = f"{chance.choice((330106, 110101, 440305, 510104, 650102))}"
    day = f"{chance.randint(1950, 2010)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    body = f"{first}{day}{chance.randint(1, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile(chance):
    return f"1{chance.choice('3456789')}{chance.randint(0, 999_999_999):09}"


def bank_card(chance):
    body = f"62{chance.randint(0, 10**16 - 1):016}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return body + str(-total % 10)


def landline(chance):
    return f"0571-{chance.randint(2, 8)}{chance.randint(0, 9_999_999):07}"


MAKERS = {"id_number": id_number, "mobile": mobile, "bank_card": bank_card, "landline": landline}
GROUPS = {"id_number": (6, 8, 4), "mobile": (3, 4, 4), "bank_card": (4, 4, 4, 4, 3)}


def grouped(kind, number):
    if kind not in GROUPS:
        return number.replace("-", " - ")
    parts, start = [], 0
    for size in GROUPS[kind]:
        parts.append(number[start : start + size])
        start += size
    return " ".join(parts)


def full_width(number):
    return "".join(chr(ord(one) + 0xFEE0) for one in number)


def person(chance):
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)


def documents(count, seed=20261102):
    """So many documents: texts, then files, in turn."""
    chance = random.Random(seed)
    makers = (_text, _text_table, _docx, _xlsx, _pdf)
    for number in range(count):
        kinds = chance.sample(list(MAKERS), k=chance.randint(0, 3))
        yield makers[number % len(makers)](chance, kinds)


def _filler(chance):
    return chance.sample(_SENTENCES, k=3)


def _planted(kinds, chance):
    return [(kind, MAKERS[kind](chance), person(chance)) for kind in kinds]


def _document(kinds, **facts):
    return Document(planted=dict.fromkeys(kinds, 1), **facts)


def _text(chance, kinds):
    lines = _filler(chance)
    for kind, number, name in _planted(kinds, chance):
        middle = len(number) // 2
        forms = (
            number,
            grouped(kind, number),
            full_width(number),
            f"{number[:middle]}<strong>{number[middle:]}</strong>",
            f"{number[:3]}\u200b{number[3:]}",
        )
        lines.append(f"联系人{name}，{chance.choice(forms)}，请核对。")
    chance.shuffle(lines)
    return _document(kinds, body="".join(f"<p>{line}</p>" for line in lines))


def _text_table(chance, kinds):
    rows = ["<tr><th>姓名</th><th>号码</th></tr>"]
    for kind, number, name in _planted(kinds, chance):
        is_split = kind != "landline" and chance.random() < 0.3
        cells = "".join(f"<td>{digit}</td>" for digit in number) if is_split else ""
        rows.append(f"<tr><td>{name}</td>{cells or f'<td>{number}</td>'}<td>青溪镇</td></tr>")
    lines = "".join(f"<p>{line}</p>" for line in _filler(chance))
    return _document(kinds, body=f"{lines}<table>{''.join(rows)}</table>")


def _docx(chance, kinds):
    body = [papers.paragraph(papers.run(line)) for line in _filler(chance)]
    extra = {}
    for kind, number, name in _planted(kinds, chance):
        place = chance.choice(("run", "table", "split", "vanish", "deleted", "header", "comment"))
        written = f"{name} {number}"
        if place == "run":
            middle = len(written) - 6
            body.append(
                papers.paragraph(papers.run(written[:middle]), papers.run(written[middle:]))
            )
        elif place == "table":
            body.append(papers.table(["姓名", "号码"], [name, number]))
        elif place == "split":
            cells = list(number) if kind != "landline" else [number]
            body.append(papers.table([name, *cells]))
        elif place == "vanish":
            body.append(papers.paragraph(papers.run(written, "<w:vanish/>")))
        elif place == "deleted":
            body.append(papers.paragraph(papers.deleted(written)))
        else:
            extra[place] = extra.get(place, "") + written + "；"
    return _document(kinds, file=papers.docx(*body, **extra), extension="docx")


def _xlsx(chance, kinds):
    rows = [["序号", "说明"], *([place, line] for place, line in enumerate(_filler(chance), 1))]
    special = []
    for kind, number, name in _planted(kinds, chance):
        special += [name, int(number) if kind == "mobile" else number]
    place = chance.choice(("cell", "sheet", "row", "column", "comment"))
    return _document(
        kinds, file=papers.xlsx(*rows, special or ["无"], place=place), extension="xlsx"
    )


def _pdf(chance, kinds):
    lines, extra = _filler(chance), {}
    for _kind, number, name in _planted(kinds, chance):
        place = chance.choice(("line", "white", "title", "note", "covered"))
        if place == "line":
            lines.append(f"{name} {number}")
        else:
            extra[place] = f"{extra.get(place, '')}{name} {number}；"
    return _document(kinds, file=papers.pdf(*lines, **extra), extension="pdf")
