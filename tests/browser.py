"""Debian's Chromium under a user of its own, and pages that remember what went wrong."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

USER = "xinqiao-test"
PROGRAMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
START_SECONDS = 60
FLAGS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=zh-CN",
)
NO_SANDBOX = "--no-sandbox"  # where the kernel gives no user namespaces; nothing foreign is opened


class Chromium:
    """A running browser; leaving the context ends it and removes its profile."""

    def __enter__(self):
        self.profile = Path(tempfile.mkdtemp(prefix="xinqiao-chromium-", dir="/tmp"))
        self.owner = account()
        if self.owner:
            shutil.chown(self.profile, self.owner.pw_uid, self.owner.pw_gid)
        for extra in ((), (NO_SANDBOX,)):
            self._start(extra)
            if self.endpoint:
                return self
        output = self.log.read_text(errors="replace")
        self.__exit__(None, None, None)
        raise RuntimeError(f"Chromium did not start:\n{output[-2000:]}")

    def __exit__(self, *_error):
        self._stop()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _start(self, extra):
        self.log = self.profile / "chromium.log"
        (self.profile / "DevToolsActivePort").unlink(missing_ok=True)
        command = [program(), *FLAGS, *extra, f"--user-data-dir={self.profile}", "about:blank"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.profile,
                env={"HOME": str(self.profile), "PATH": "/usr/bin:/bin", "LANG": "zh_CN.UTF-8"},
                start_new_session=True,
                preexec_fn=_die_with_parent,
                **self._identity(),
            )
        self.endpoint = self._await_port()
        if not self.endpoint:
            self._stop()

    def _identity(self):
        if not self.owner:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def _await_port(self):
        port = self.profile / "DevToolsActivePort"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            lines = port.read_text().splitlines() if port.exists() else []
            if len(lines) >= 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.05)
        return ""

    def _stop(self):
        """End the browser's own process group, which holds nothing else."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


class Visit:
    """A browser context with one page, which collects complaints in ``page.complaints``."""

    def __init__(self, browser, *, viewport, **context):
        self.context = browser.new_context(viewport=viewport, locale="zh-CN", **context)
        self.page = self.context.new_page()
        self.page.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.page.complaints.append(f"script: {error}"))

    def _listen(self, message):
        if message.type == "error":  # a breach of the content security policy is one too
            self.page.complaints.append(f"console: {message.text}")

    def close(self):
        self.context.close()


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def program():
    """The browser to drive."""
    found = next((path for path in PROGRAMS if os.access(path, os.X_OK)), None)
    if not found:
        raise RuntimeError("Chromium is not installed; bin/test installs it.")
    return found


def account():
    """The user that PostgreSQL and Chromium run as when the tests run as root."""
    return pwd.getpwnam(USER) if os.geteuid() == 0 else None
