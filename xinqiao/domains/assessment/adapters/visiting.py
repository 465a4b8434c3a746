"""One visit to a page of our own server, as a reader's browser would make it."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

LIMIT_SECONDS = 15
MAX_BYTES = 2 * 1024 * 1024
BLOCK = 64 * 1024


@dataclass(frozen=True)
class Visit:
    """How a visit went; ``reason`` is empty when the page came whole and in time."""

    milliseconds: int
    reason: str = ""


def visit(address: str, path: str, *, host: str, limit_seconds: float = LIMIT_SECONDS) -> Visit:
    """Ask the server at ``address`` (http://127.0.0.1:8000) for a page and read it whole."""
    parts = urlsplit(address)
    begun = time.monotonic()
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port or 80, timeout=limit_seconds
    )
    try:
        connection.request("GET", path, headers={"Host": host, "User-Agent": "xinqiao-visit"})
        reason = _reason(connection.getresponse(), begun + limit_seconds)
    except TimeoutError:
        reason = "超时"
    except (OSError, http.client.HTTPException) as error:
        reason = f"连接失败：{type(error).__name__}"
    finally:
        connection.close()
    return Visit(int((time.monotonic() - begun) * 1000), reason)


def _reason(response: http.client.HTTPResponse, deadline: float) -> str:
    read = 0
    while read < MAX_BYTES and (block := response.read(BLOCK)):
        read += len(block)
        if time.monotonic() > deadline:
            return "超时"
    return "" if response.status < http.HTTPStatus.BAD_REQUEST else f"状态码{response.status}"
