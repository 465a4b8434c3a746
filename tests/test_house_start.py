"""bin/start: ready when it says so, keeps the data, leaves no process."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.test_house_commands import ROOT, xinqiao

pytestmark = pytest.mark.once
REST_MEGABYTES = 400


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder):
    """Process ids whose environment names the data folder."""
    wanted = f"XINQIAO_DATA={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            environ = (entry / "environ").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if wanted in environ.split(b"\0"):
            found.append(int(entry.name))
    return found


class Start:
    """A running bin/start."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if "XINQIAO_" not in name}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [ROOT / "bin/start", "--data", folder, "--port", str(self.port), *arguments],
            env=kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("ready:"):
                break

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status, answer.read()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An installation without the demo county, which takes longer than the rest."""
    made = tmp_path_factory.mktemp("start") / "var"
    assert xinqiao(made, "init").returncode == 0
    return made


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_it_answers_when_ready_and_leaves_no_process(folder, number):
    running = Start(folder)
    try:
        assert running.lines[-1] == f"ready: http://127.0.0.1:{running.port}/", running.lines
        assert running.get("/health/ready") == (200, b"ok\n")
        assert len(processes_of(folder)) >= 4
    finally:
        code = running.stop(number)

    assert code == 0
    assert processes_of(folder) == []


def test_a_killed_supervisor_takes_its_children_along(folder):
    running = Start(folder)

    running.stop(signal.SIGKILL)

    deadline = time.monotonic() + 30
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert processes_of(folder) == []


def test_a_dead_job_worker_is_started_again_and_the_stack_is_small(folder):
    running = Start(folder)
    try:
        time.sleep(10)
        assert proportional_megabytes(folder) < REST_MEGABYTES
        before = worker_of(folder)
        os.kill(before, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while worker_of(folder) in (None, before) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert worker_of(folder) not in (None, before)
    finally:
        assert running.stop() == 0


def test_a_second_server_on_the_same_folder_is_refused(folder):
    running = Start(folder)
    try:
        second = Start(folder)
        assert second.process.wait(60) == 1
        assert "正被另一个心桥使用" in second.lines[-1]
        second.process.stdout.close()
        reset = Start(folder, "--reset")
        assert reset.process.wait(60) == 1
        reset.process.stdout.close()
        assert running.get("/health/ready")[0] == 200
    finally:
        assert running.stop() == 0


def test_a_reset_wipes_no_foreign_folder(tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years")

    refused = Start(tmp_path, "--reset")

    assert refused.process.wait(60) == 1
    assert (tmp_path / "thesis.txt").exists()
    refused.process.stdout.close()


@pytest.mark.parametrize("arguments", [["--fly"], ["--port", "x"], ["--data"]])
def test_a_wrong_option_is_explained(arguments):
    done = subprocess.run(
        [ROOT / "bin/start", *arguments], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "错误：" in done.stderr


def worker_of(folder):
    for number in processes_of(folder):
        try:
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if command.endswith(b"worker\0"):
            return number
    return None


def proportional_megabytes(folder):
    """Summed PSS of the whole stack."""
    total = 0
    for number in processes_of(folder):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
