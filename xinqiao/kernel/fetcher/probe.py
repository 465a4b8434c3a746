"""Asks one address whether it is alive: a pinned address, no redirect, nothing kept."""

import http.client
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from xinqiao.kernel.fetcher import rules

SECONDS = 10
AGENT = "Mozilla/5.0 (compatible; xinqiao-links)"
NOT_FOR_HEAD = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.FORBIDDEN}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Answer:
    """What came of asking. ``asked``: false when the address may not be asked at all."""

    url: str
    asked: bool = True
    status: int = 0
    reason: str = ""

    @property
    def is_dead(self) -> bool:
        """Nobody there, or the server says that nothing is there."""
        return self.asked and (self.status == 0 or self.status in GONE or self.status >= 500)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def check(
    url: str,
    hosts: Sequence[str],
    *,
    resolve: Resolve = resolve,
    is_public: Callable[[str], bool] = rules.is_public,
    port: int | None = None,
) -> Answer:
    """Ask an address; every address its host resolves to must be public."""
    try:
        target = rules.target_of(url, hosts)
        addresses = resolve(target.host, target.port)
    except rules.NotAllowed as refusal:
        return Answer(url, asked=False, reason=str(refusal))
    except (OSError, UnicodeError):
        return Answer(url, reason="域名无法解析")
    if not addresses or not all(is_public(address) for address in addresses):
        return Answer(url, asked=False, reason="指向内部网络，未访问")
    return _ask(url, target, addresses[0], port or target.port)


def _ask(url: str, target: rules.Target, address: str, port: int) -> Answer:
    try:
        status = _status(target, address, port, "HEAD")
        if status in NOT_FOR_HEAD:
            status = _status(target, address, port, "GET")
    except TimeoutError:
        return Answer(url, reason="超时")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(url, reason=f"无法连接：{type(error).__name__}")
    return Answer(url, status=status, reason=f"状态码{status}")


def _status(target: rules.Target, address: str, port: int, method: str) -> int:
    """Connect to exactly the address that was looked at, so that no second lookup leads inside."""
    connection = http.client.HTTPConnection(target.host, port, timeout=SECONDS)
    plain = socket.create_connection((address, port), timeout=SECONDS)
    try:
        connection.sock = plain
        if target.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=target.host)
        headers = {"Host": target.host, "User-Agent": AGENT, "Connection": "close"}
        connection.request(method, target.path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()
        plain.close()
