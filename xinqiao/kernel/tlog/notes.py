"""Signed notes (C2SP signed-note): a text and one line for each signature under it.

Signatures of keys we do not know are passed over; a known key's wrong signature refuses the
note, and so does a note that no known key has signed. Each value has one spelling only.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # signature type
KEY_ID_BYTES = 4
ED25519_BYTES = 32
MAX_SIGNATURES = 100
MAX_BYTES = 1_000_000
_DASH = "\u2014 "
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class BadNote(Exception):
    """A note is malformed or not signed by a key we know."""


class BadKey(Exception):
    """A key cannot be read."""


@dataclass(frozen=True)
class Verifier:
    """A public Ed25519 key under its name."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public) != ED25519_BYTES:
            raise BadKey(self.name)

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, type and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_BYTES]

    def verifies(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        """The key as people exchange it: ``name+id+base64``."""
        return f"{self.name}+{self.key_id.hex()}+{encode(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a key as ``str`` wrote it. Raises BadKey."""
        name, _, rest = text.strip().partition("+")
        key_id, _, key = rest.partition("+")
        return _known_type(cls, name, key_id, key)


@dataclass(frozen=True)
class Signer:
    """A private Ed25519 key under its name."""

    name: str
    secret: bytes

    @classmethod
    def generate(cls, name: str) -> "Signer":
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)

    def sign(self, text: str) -> bytes:
        return self._key.sign(text.encode())

    def export(self) -> str:
        """The private key as text, for a file that only its owner reads."""
        key_id = self.verifier.key_id.hex()
        return f"PRIVATE+KEY+{self.name}+{key_id}+{encode(ED25519 + self.secret)}"

    def __repr__(self) -> str:
        return f"Signer({self.name})"

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Read a key as ``export`` wrote it. Raises BadKey."""
        parts = text.strip().split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise BadKey("not a private key")
        signer = cls(parts[2], _key_bytes(parts[4]))
        if signer.verifier.key_id.hex() != parts[3]:
            raise BadKey(signer.name)
        return signer


def _known_type(kind: type[Verifier], name: str, key_id: str, key: str) -> Verifier:
    verifier = kind(name, _key_bytes(key))
    if verifier.key_id.hex() != key_id:
        raise BadKey(name)
    return verifier


def _key_bytes(text: str) -> bytes:
    try:
        content = decode(text)
    except ValueError as error:
        raise BadKey("not base64") from error
    if content[:1] != ED25519 or len(content) != 1 + ED25519_BYTES:
        raise BadKey("not an Ed25519 key")
    return content[1:]


def sign(text: str, *signers: Signer) -> str:
    """The note over a text. Raises BadNote when the text cannot be one."""
    _check_text(text)
    lines = [
        f"{_DASH}{signer.name} {encode(signer.verifier.key_id + signer.sign(text))}\n"
        for signer in signers
    ]
    return f"{text}\n{''.join(lines)}"


def opened(note: str, verifiers: Iterable[Verifier]) -> str:
    """The text of a note signed by at least one of these keys. Raises BadNote."""
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    text, signatures = _parts(note)
    is_signed = False
    for name, key_id, signature in signatures:
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        if not verifier.verifies(text, signature):
            raise BadNote(f"wrong signature of {name}")
        is_signed = True
    if not is_signed:
        raise BadNote("no signature of a known key")
    return text


def _parts(note: str) -> tuple[str, Sequence[tuple[str, bytes, bytes]]]:
    head, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or len(note) > MAX_BYTES:
        raise BadNote("no signatures")
    text = f"{head}\n"
    _check_text(text)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote("too many signatures")
    return text, [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, value = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not _NAME.fullmatch(name):
        raise BadNote("malformed signature line")
    try:
        content = decode(value)
    except ValueError as error:
        raise BadNote("signature is not base64") from error
    if len(content) <= KEY_ID_BYTES:
        raise BadNote("signature too short")
    return name, content[:KEY_ID_BYTES], content[KEY_ID_BYTES:]


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise BadNote("text must end with a newline and hold no control characters")


def encode(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def decode(text: str) -> bytes:
    """Bytes of strict base64 in its one spelling. Raises ValueError."""
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if encode(content) != text:
        raise ValueError("another spelling of base64")
    return content
