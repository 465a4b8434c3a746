import pytest

from xinqiao.kernel.tlog import checkpoints, notes
from xinqiao.kernel.tlog.checkpoints import Checkpoint
from xinqiao.kernel.tlog.notes import BadKey, BadNote, Signer, Verifier

# The example of the signed-note specification.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = (
    f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
    "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
OURS = Signer("青溪县/审计", b"\x01" * 32)
OTHER = Signer("witness", b"\x02" * 32)


def test_note_of_the_specification_opens():
    assert notes.opened(NOTE, [Verifier.parse(KEY)]) == TEXT


def test_key_is_exchanged_as_text():
    assert str(Verifier.parse(KEY)) == KEY
    assert Verifier.parse(str(OURS.verifier)) == OURS.verifier
    assert Signer.parse(OURS.export()) == OURS
    assert "+" not in repr(OURS)


def test_signature_of_an_unknown_key_is_passed_over():
    note = notes.sign("text\n", OTHER, OURS)

    assert notes.opened(note, [OURS.verifier]) == "text\n"


def test_wrong_signature_of_a_known_key_refuses_the_note():
    note = notes.sign("text\n", OURS)
    forged = notes.sign("text\n", OTHER) + notes.sign("other\n", OURS).split("\n\n")[1]

    with pytest.raises(BadNote, match="wrong signature"):
        notes.opened(forged, [OURS.verifier, OTHER.verifier])
    with pytest.raises(BadNote, match="no signature of a known key"):
        notes.opened(note, [OTHER.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "", "text\n", "text\n\n", "text\n\n— x\n", "text\n\n— x !!!!\n", "text\n\n— x AAAA\n",
        "text\n\n- x AAAAAAAA\n", "te\x01xt\n\n— x AAAAAAAA\n", "text\n\n" + "— x AAAAAAAA\n" * 101,
        "text\n\n— x+y AAAAAAAA\n", "text\n\n— x AAAAAAAA",
    ],
)  # fmt: skip
def test_malformed_note_is_refused(note):
    with pytest.raises(BadNote):
        notes.opened(note, [OURS.verifier])


@pytest.mark.parametrize("text", ["no newline", "bell\x07\n", "\ud800\n"])
def test_text_that_cannot_be_a_note_is_not_signed(text):
    with pytest.raises(BadNote):
        notes.sign(text, OURS)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "a+b",
        KEY.replace("c74f", "c74e"),
        KEY.replace("ARpc", "AhpC"),
        "x+00000000+!!",
        KEY[:-4],
    ],
)
def test_key_that_is_not_one_is_refused(key):
    with pytest.raises(BadKey):
        Verifier.parse(key)


@pytest.mark.parametrize(
    "key", ["", KEY, OURS.export().replace("PRIVATE", "PUBLIC"), OURS.export()[:-2] + "=="]
)
def test_private_key_that_is_not_one_is_refused(key):
    with pytest.raises(BadKey):
        Signer.parse(key)


def test_private_key_under_another_id_is_refused():
    own_id = OURS.verifier.key_id.hex()

    with pytest.raises(BadKey):
        Signer.parse(OURS.export().replace(own_id, "00000000"))


def test_checkpoint_is_read_as_it_was_written():
    checkpoint = Checkpoint("log", 7, b"\x05" * 32, ("at 2026-11-24",))

    assert checkpoints.opened(checkpoint.signed(OURS), "log", [OURS.verifier]) == checkpoint


def test_checkpoint_of_another_log_is_refused():
    note = Checkpoint("log", 7, b"\x05" * 32).signed(OURS)

    with pytest.raises(BadNote, match="another log"):
        checkpoints.opened(note, "other", [OURS.verifier])


@pytest.mark.parametrize(
    "text",
    ["", "log\n7\n", "log\n07\nAAAA\n", "log\n7\n!!\n", "log\n-1\nAAAA\n", "\n7\nAAAA\n",
     "log\n7\nAAAA", "log\n7\nAAAA\n\nmore\n", "log\n9999999999999999999\nAAAA\n"],
)  # fmt: skip
def test_malformed_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        Checkpoint.parse(text)
