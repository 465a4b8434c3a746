"""Links out of the government's sites: which need a notice, and how an address is shown.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): a notice before a non-government site is opened.
"""

import unicodedata
from urllib.parse import urlsplit, urlunsplit

SHOWN_CHARACTERS = 300
HIDDEN = frozenset({"Cf", "Cc", "Cs", "Co"})  # signs that turn, hide or join letters


def host_of(url: str) -> str:
    """The host in the letters that decide (punycode), or "" where there is none to be read."""
    try:
        host = urlsplit(url).hostname or ""
        return host.rstrip(".").encode("idna").decode().lower()
    except ValueError:  # UnicodeError is one
        return ""


def needs_notice(url: str, own_hosts: frozenset[str]) -> bool:
    """Whether a reader is told before he follows: not on ours, not on a government's."""
    host = host_of(url)
    return host not in own_hosts and host != "gov.cn" and not host.endswith(".gov.cn")


def shown(url: str) -> str:
    """The address as it really is: host in punycode, no user part, no hidden signs."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    plain = urlunsplit(parts._replace(netloc=f"{host_of(url)}{port}"))
    return "".join(s for s in plain if unicodedata.category(s) not in HIDDEN)[:SHOWN_CHARACTERS]
