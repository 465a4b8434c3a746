"""Which addresses may be asked at all.

Legal basis: none; shared design/security.md, C5: nobody makes the server ask the server's own
network. Decision 15 of architecture.md: named hosts only.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000


class NotAllowed(ValueError):
    """The address may not be asked; the message says why, in Chinese."""


@dataclass(frozen=True)
class Target:
    """What is to be asked for, of a host that may be asked."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def is_named(host: str, patterns: Sequence[str]) -> bool:
    """Whether a host is on the list: by its name, or below ``*.gov.cn``."""
    return any(
        host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))
        for pattern in patterns
    )


def target_of(url: str, patterns: Sequence[str]) -> Target:
    """What an address asks for, if its host is on the list. Raises NotAllowed."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError as error:
        raise NotAllowed("地址不对") from error
    if parts.scheme not in PORTS or not host or len(url) > LONGEST:
        raise NotAllowed("只访问 http 和 https 地址")
    if parts.username is not None or port not in {None, PORTS[parts.scheme]}:
        raise NotAllowed("地址不能带账号或特殊端口")
    if not is_named(host, patterns):
        raise NotAllowed("主机不在允许访问的名单里")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, host, f"{path}?{query}" if query else path)


def is_public(address: str) -> bool:
    """Whether an IP address is anybody's on the internet, and nobody's own network."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    if inner is not None:
        known = inner
    return known.is_global and not known.is_multicast
