"""Known answers: what other programs compute, ours does too."""

import pytest
from cryptography.exceptions import InvalidTag

from xinqiao.kernel.vault import suites

AAD = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")


def test_aes_256_gcm_gives_the_known_answer():
    """McGrew and Viega, test case 16."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    answer = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )

    assert suites.get(1).encrypt(key, nonce, plain, AAD) == answer
    assert suites.get(1).decrypt(key, nonce, answer, AAD) == plain


def test_sm4_gcm_gives_the_known_answer():
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    plain = bytes.fromhex("aa" * 8 + "bb" * 8 + "cc" * 8 + "dd" * 8 + "ee" * 8 + "ff" * 8)
    plain += bytes.fromhex("ee" * 8 + "aa" * 8)
    answer = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )

    assert suites.sm4_encrypt(key, nonce, plain, AAD) == answer
    assert suites.sm4_decrypt(key, nonce, answer, AAD) == plain


@pytest.mark.parametrize("suite", suites.SUITES.values(), ids=lambda suite: suite.name)
@pytest.mark.parametrize("spoilt", ["key", "nonce", "data", "aad"])
def test_anything_changed_is_refused(suite, spoilt):
    parts = {"key": b"k" * 32, "nonce": b"n" * 12, "aad": b"a"}
    parts["data"] = suite.encrypt(parts["key"], parts["nonce"], b"secret", parts["aad"])
    parts[spoilt] = bytes([parts[spoilt][0] ^ 1]) + parts[spoilt][1:]

    with pytest.raises(InvalidTag):
        suite.decrypt(**parts)


def test_an_unknown_suite_is_refused():
    with pytest.raises(suites.UnknownSuite):
        suites.get(9)
    with pytest.raises(suites.UnknownSuite):
        suites.by_name("rot13")


def test_derived_keys_differ_by_purpose_and_from_their_origin():
    key = b"k" * 32
    assert len({key, suites.derived(key, "a"), suites.derived(key, "b")}) == 3
