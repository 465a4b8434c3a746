"""The two ciphers a cell may be sealed with, each by its number.

Both are authenticated (GCM). Software SM4 works together with certified modules; it is not a
certified 商用密码 product by itself (docs/decisions/0011-vault.md).
"""

from abc import ABC, abstractmethod

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class UnknownSuite(LookupError):
    """No suite has this number or name."""


class Suite(ABC):
    """One authenticated cipher; every key handed in has 32 bytes."""

    number: int
    name: str  # in the settings
    title: str

    @abstractmethod
    def encrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        """Ciphertext and tag."""

    @abstractmethod
    def decrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        """The data. Raises cryptography.exceptions.InvalidTag."""


class AesSuite(Suite):
    """AES-256-GCM (NIST SP 800-38D)."""

    number, name, title = 1, "aes", "AES-256-GCM"

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, data, aad)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        return AESGCM(key).decrypt(nonce, data, aad)


class Sm4Suite(Suite):
    """SM4-GCM (GB/T 32907-2016, RFC 8998); its 16 bytes are derived from the 32 of the key."""

    number, name, title = 2, "sm4", "SM4-GCM"

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        return sm4_encrypt(derived(key, "sm4-gcm", 16), nonce, data, aad)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        return sm4_decrypt(derived(key, "sm4-gcm", 16), nonce, data, aad)


SUITES: dict[int, Suite] = {suite.number: suite for suite in (AesSuite(), Sm4Suite())}


def get(number: int) -> Suite:
    """The suite of a number. Raises UnknownSuite."""
    try:
        return SUITES[number]
    except KeyError as error:
        raise UnknownSuite(number) from error


def by_name(name: str) -> Suite:
    """The suite of a setting. Raises UnknownSuite."""
    for suite in SUITES.values():
        if suite.name == name:
            return suite
    raise UnknownSuite(name)


def derived(key: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """A key of its own for one purpose (HKDF-Expand; the key is uniformly random already)."""
    return HKDFExpand(SHA256(), length, b"xinqiao|" + purpose.encode()).derive(key)


def sm4_encrypt(key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
    """SM4-GCM under a key of 16 bytes."""
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(aad)
    return work.update(data) + work.finalize() + work.tag


def sm4_decrypt(key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
    """The inverse. Raises cryptography.exceptions.InvalidTag, ValueError."""
    sealed, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    work.authenticate_additional_data(aad)
    return work.update(sealed) + work.finalize()
