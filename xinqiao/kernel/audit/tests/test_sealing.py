import datetime as dt
import json

import pytest
from django.db import connection

from xinqiao.kernel.audit import exported, guards, jobs, keys, queries, sealing
from xinqiao.kernel.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from xinqiao.kernel.audit.tests.trails import NOW, as_attacker, record, sealed
from xinqiao.kernel.audit.verification import Fault

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def faults():
    return {problem.fault for problem in queries.verify().problems}


def export_file(folder):
    return folder / "audit" / "checkpoints-2026.jsonl"


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)


def test_untouched_trail_is_whole(small_batches):
    sealed(7)
    record()

    report = queries.verify()

    assert report.is_whole
    assert (report.sealed, report.unsealed, report.exported) == (7, 1, 3)
    assert "完整" in str(report)


def test_empty_trail_is_whole():
    assert queries.verify().is_whole


def test_sealing_goes_on_where_it_stopped():
    sealed(3)
    sealed(4, now=NOW + MINUTE)

    assert list(AuditSeal.objects.values_list("position", flat=True)) == list(range(7))
    assert queries.verify().is_whole


def test_sealing_reads_no_event_twice(django_assert_max_num_queries):
    sealed(50)
    record()

    with django_assert_max_num_queries(14):
        assert jobs.seal(now=NOW + MINUTE) == 1


def test_event_that_was_committed_late_is_sealed_later():
    late = AuditEvent.objects.create(at=NOW, action="a", actor_label="甲")
    as_attacker(f"DELETE FROM audit_auditevent WHERE id = {late.pk}")
    sealed(2)

    late.save(force_insert=True)
    jobs.seal(now=NOW + MINUTE)

    assert AuditSeal.objects.get(event=late).position == 2
    assert queries.verify().is_whole


def test_straggler_is_found_by_the_first_sealing_of_the_next_day():
    straggler = AuditEvent.objects.create(at=NOW, action="a", actor_label="甲")
    as_attacker(f"DELETE FROM audit_auditevent WHERE id = {straggler.pk}")
    sealed(1)
    sealed(1, now=NOW + 2 * sealing.LATE)
    straggler.save(force_insert=True)

    assert jobs.seal(now=NOW + 2 * sealing.LATE + MINUTE) == 0
    assert jobs.seal(now=NOW + dt.timedelta(days=1)) == 1


def test_checkpoint_is_exported_as_a_signed_note(folder):
    sealed(2)

    line = json.loads(export_file(folder).read_text())

    assert line["size"] == 2
    assert line["note"] == AuditCheckpoint.objects.get().note
    assert keys.path().stat().st_mode & 0o777 == 0o400


def test_checkpoint_that_a_crash_kept_back_is_exported_later(folder):
    sealed(2)
    whole = export_file(folder).read_bytes()
    export_file(folder).write_bytes(whole[:-30])

    sealing.export_pending()

    assert export_file(folder).read_bytes() == whole
    sealing.export_pending()
    assert queries.verify().exported == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param(
            "UPDATE audit_auditevent SET actor_label = '别人' WHERE id = "
            "(SELECT event_id FROM audit_auditseal WHERE position = 2)",
            Fault.EVENT_CHANGED, id="event changed",
        ),
        pytest.param(
            "DELETE FROM audit_auditseal WHERE position = 1", Fault.SEAL_MISSING, id="seal deleted"
        ),
        pytest.param(
            "UPDATE audit_auditseal SET leaf_hash = "
            "(SELECT leaf_hash FROM audit_auditseal WHERE position = 0) WHERE position = 1",
            Fault.HISTORY_REPLACED, id="seal changed",
        ),
        pytest.param(
            "DELETE FROM audit_auditseal WHERE position > 2", Fault.TAIL_CUT, id="seals cut"
        ),
        pytest.param(
            "UPDATE audit_auditcheckpoint SET note = 'x'", Fault.CHECKPOINT_FORGED, id="forged"
        ),
        pytest.param(
            "UPDATE audit_auditcheckpoint SET root = "
            "(SELECT leaf_hash FROM audit_auditseal WHERE position = 0)",
            Fault.CHECKPOINT_FORGED, id="root changed",
        ),
    ],
)  # fmt: skip
def test_trail_that_was_tampered_with_is_found_out(statement, fault):
    sealed(5)

    as_attacker(statement)

    assert fault in faults()
    assert "发现问题" in str(queries.verify())


def test_deleted_event_is_found_out():
    event = sealed(5)[2]

    as_attacker(f"DELETE FROM audit_auditevent WHERE id = {event.pk}")

    assert faults() == {Fault.EVENT_MISSING}
    event.save(force_insert=True)  # leaves no dangling key at the end
    assert queries.verify().is_whole


def test_event_changed_together_with_its_seal_is_found_out():
    changed = sealed(5)[2]
    as_attacker(f"UPDATE audit_auditevent SET reason = '改' WHERE id = {changed.pk}")
    changed.refresh_from_db()
    leaf = sealing.SHA256.leaf(sealing.rules.leaf(changed.columns())).hex()
    literal = f"X'{leaf}'" if connection.vendor == "sqlite" else f"'\\x{leaf}'::bytea"

    as_attacker(f"UPDATE audit_auditseal SET leaf_hash = {literal} WHERE position = 2")

    assert faults() == {Fault.HISTORY_REPLACED}


def wipe_after(size):
    as_attacker(
        f"DELETE FROM audit_auditcheckpoint WHERE size > {size}",
        f"DELETE FROM audit_auditseal WHERE position >= {size}",
        "DELETE FROM audit_auditevent WHERE id NOT IN (SELECT event_id FROM audit_auditseal)",
    )


@pytest.mark.parametrize("kept", [3, 0])
def test_database_set_back_is_told_by_the_exported_checkpoints(small_batches, kept):
    sealed(6)

    wipe_after(kept)

    assert faults() == {Fault.TAIL_CUT}
    record()
    with pytest.raises(sealing.LogForked, match="6条"):
        jobs.seal(now=NOW + MINUTE)


def test_second_story_of_the_same_length_is_refused():
    sealed(3)
    wipe_after(0)
    exports = exported.files()[0]
    kept = exports.read_text()
    exports.unlink()
    sealed(3, now=NOW + MINUTE)
    exports.write_text(kept)

    assert Fault.HISTORY_REPLACED in faults()
    with pytest.raises(sealing.LogForked, match="不一致"):
        jobs.seal(now=NOW + MINUTE)


def test_seal_without_a_signature_is_found_out():
    sealed(2)
    event = record()
    AuditSeal.objects.create(position=2, event=event, leaf_hash=b"x" * 32)

    assert Fault.SEAL_UNSIGNED in faults()


@pytest.mark.parametrize("line", ["{}\n", "nonsense\n", '{"size": 1, "note": "x"}\n', "[]\n"])
def test_damaged_export_is_found_out(folder, line):
    sealed(2)
    with export_file(folder).open("a") as file:
        file.write(line)

    assert faults() == {Fault.CHECKPOINT_FORGED}


def test_older_export_put_behind_a_newer_one_is_found_out(folder, small_batches):
    sealed(6)
    first = export_file(folder).read_text().splitlines(keepends=True)[0]
    with export_file(folder).open("a") as file:
        file.write(first)

    assert faults() == {Fault.CHECKPOINT_FORGED}


def test_dropped_guard_is_found_out():
    sealed(1)
    with connection.cursor() as cursor:
        for statement in guards.remove_statements(connection.vendor):
            cursor.execute(statement)

    assert faults() == {Fault.GUARD_MISSING}


@pytest.mark.parametrize("content", [None, "no key", "\udcff"])
def test_lost_signing_key_is_never_replaced_silently(content):
    sealed(1)
    keys.path().unlink()
    if content:
        keys.path().write_text(content, errors="surrogateescape")
    record()

    assert Fault.KEY_MISSING in faults()
    with pytest.raises(keys.SigningKeyMissing):
        jobs.seal(now=NOW + MINUTE)


def test_long_list_of_problems_is_cut(monkeypatch):
    monkeypatch.setattr("xinqiao.kernel.audit.verification.MAX_PROBLEMS", 2)
    sealed(5)
    as_attacker("UPDATE audit_auditevent SET reason = 'x'")

    report = queries.verify()

    assert len(report.problems) == 2
    assert "另有3处" in str(report)


def test_only_one_sequencer_runs(monkeypatch):
    record()
    monkeypatch.setattr(sealing, "_is_ours_alone", lambda: False)

    assert jobs.seal(now=NOW) == 0
