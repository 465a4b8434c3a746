"""Headers of an answer that carries a file (RFC 6266, RFC 8187)."""

from urllib.parse import quote

POLICY = "default-src 'none'; sandbox"
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def content_disposition(name: str, *, kind: str = "attachment") -> str:
    """The header with the name intact for today's browsers, and an ASCII one for the rest."""
    plain = "".join(c if " " <= c < "\x7f" and c not in '"\\%;' else "_" for c in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
