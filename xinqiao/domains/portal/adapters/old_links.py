"""Leads the links and pictures of an old page to where they will be found here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bs4 import Tag

from xinqiao.domains.portal import rules

USELESS = ("script", "style", "iframe", "object", "embed", "form")
ELSEWHERE = ("http://", "https://", "mailto:", "tel:", "#")


@dataclass(frozen=True)
class Target:
    """How to find what a link leads to.

    ``keep_file(path, label)`` stores a file of the old site and answers its address here, or ""
    when it is missing or was refused; ``has_page`` knows the pages of the old site.
    """

    keep_file: Callable[[str, str], str]
    has_page: Callable[[str], bool]
    address: Callable[[str], str]
    hosts: Sequence[str] = ()


def rewritten(body: Tag, page: str, target: Target) -> tuple[str, list[str]]:
    """The inner HTML with its links led on, and the links that lead nowhere."""
    for useless in body.find_all(USELESS):
        useless.decompose()
    dead: list[str] = []
    for picture in body.find_all("img"):
        _lead_picture(picture, page, target, dead)
    for link in body.find_all("a"):
        _lead_link(link, page, target, dead)
    return body.decode_contents(), dead


def _lead_picture(picture: Tag, page: str, target: Target, dead: list[str]) -> None:
    source = str(picture.get("src", ""))
    path = rules.old_path(page, source, target.hosts)
    address = target.keep_file(path, str(picture.get("alt", ""))) if path and source else ""
    if address:
        picture["src"] = address
    else:
        dead.append(source)
        picture.decompose()


def _lead_link(link: Tag, page: str, target: Target, dead: list[str]) -> None:
    href = str(link.get("href", ""))
    path = rules.old_path(page, href, target.hosts)
    if not href or href.startswith("#"):
        return
    if path is None:
        if not href.lower().startswith(ELSEWHERE):
            link.unwrap()
        return
    address = _address(path, link, target)
    if address:
        link["href"] = address
    else:
        dead.append(href)
        link.unwrap()


def _address(path: str, link: Tag, target: Target) -> str:
    if target.has_page(path):
        return quote(target.address(path))
    if rules.is_page(path) or path.endswith("/"):
        return ""
    return target.keep_file(path, link.get_text(strip=True))
