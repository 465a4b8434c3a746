"""The process tree of one machine: the web server and the job workers, together or not at all.

    supervisor ── granian (master) ── web worker …
               └─ xinqiao worker …

This process never loads Django, so it stays small. A job worker that dies is started again,
with growing pauses; when the web server dies everything stops, and the service manager decides.
"""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from xinqiao.config import data_folder, options

READY_SECONDS = 60.0
STOP_SECONDS = 25.0
POLL_SECONDS = 0.2
STEADY_SECONDS = 60.0  # a worker that ran so long counts as healthy again
MOST_RESTARTS = 8
STATIC_SECONDS = 365 * 24 * 3600  # names carry the hash of the content
WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 (compared with, not bound to)
LOCAL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (where a wildcard is reached)
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process we started, and how often it had to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    restarts: int = 0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent)  # noqa: S603
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Starts the children, waits, and leaves none behind."""

    host: str
    port: int
    chosen: options.Options
    stopping: bool = False
    web: Child = field(init=False)
    workers: list[Child] = field(init=False)

    def __post_init__(self) -> None:
        self.web = Child("网站", web_command(self.host, self.port, self.chosen))
        worker = [sys.executable, "-m", "xinqiao.config.cli", "worker"]
        self.workers = [
            Child(f"后台任务 {number + 1}", worker) for number in range(self.chosen.job_workers)
        ]

    @property
    def children(self) -> list[Child]:
        return [self.web, *self.workers]

    def run(self) -> int:
        """Serve until told to stop. Returns the exit code."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        try:
            for child in self.children:
                child.start()
            return self._serve()
        finally:
            self._stop_children()

    def _serve(self) -> int:
        if not self._wait_until_ready():
            return 0 if self.stopping else 1
        print(f"ready: {address(self.host, self.port)}", flush=True)  # noqa: T201
        while not self.stopping:
            if not self.web.is_running:
                _complain("网站进程意外退出。")
                return 1
            if not all(self._keep_alive(worker) for worker in self.workers):
                return 1
            time.sleep(POLL_SECONDS)
        return 0

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while not self.stopping and time.monotonic() < deadline:
            if answers(self.host, self.port):
                return True
            if not self.web.is_running:
                break
            time.sleep(POLL_SECONDS)
        if not self.stopping:
            _complain("网站没有启动成功，原因见上面的输出。")
        return False

    def _keep_alive(self, child: Child) -> bool:
        """Start a dead worker again after a pause. False when it dies again and again."""
        if child.is_running:
            return True
        now = time.monotonic()
        if not child.start_again_at:
            child.restarts = 1 if now - child.started_at > STEADY_SECONDS else child.restarts + 1
            child.start_again_at = now + min(2.0**child.restarts, 30.0)
            _complain(f"{child.name} 意外退出，第 {child.restarts} 次重新启动。")
        if now >= child.start_again_at:
            child.start_again_at = 0.0
            child.start()
        return child.restarts <= MOST_RESTARTS

    def _ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_children(self) -> None:
        running = [child.process for child in self.children if child.process and child.is_running]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def web_command(host: str, port: int, chosen: options.Options) -> list[str]:
    """Granian's command line; static files never reach Python."""
    given = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": chosen.workers,
        "--blocking-threads": chosen.threads,
        "--http": 1,
        "--log-level": "warning",
        "--respawn-interval": 1,
        "--workers-kill-timeout": 15,
        "--static-path-route": "/static",
        "--static-path-mount": chosen.data / "static",
        "--static-path-expires": STATIC_SECONDS,
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    pairs = [str(part) for pair in given.items() for part in pair]
    return [sys.executable, "-m", "granian", *flags, *pairs, "xinqiao.config.wsgi:application"]


def address(host: str, port: int) -> str:
    """The address as a browser takes it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def answers(host: str, port: int) -> bool:
    """Whether the server is ready to work."""
    connection = http.client.HTTPConnection(LOCAL.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/health/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def port_is_free(host: str, port: int) -> bool:
    """Whether we may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def allow_host(host: str, allowed: str) -> str:
    """The host names to answer to, with the one we listen on; for all, those of the machine."""
    names = [host]
    if host in WILDCARDS:
        names = [socket.gethostname(), *_own_addresses()]
    shown = [f"[{name}]" if ":" in name else name for name in names]
    return ",".join([allowed, *(name for name in shown if name not in allowed.split(","))])


def _own_addresses() -> list[str]:
    """The address other machines see; connecting a datagram socket sends nothing."""
    found = []
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((elsewhere, 9))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    return found


def _die_with_parent() -> None:
    """A child must not outlive us, even when we are killed; Linux sends it SIGTERM then."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def main(host: str, port: int) -> int:
    """Take the folder and the port, then serve."""
    chosen = options.load()
    if not port_is_free(host, port):
        _complain(f"错误：{host}:{port} 不能监听，可能已被占用。请用 --port 换一个端口。")
        return 1
    try:
        held = data_folder.lock(chosen.data)
    except data_folder.NotOurs as error:
        _complain(f"错误：{error}")
        return 1
    with held:
        os.environ["XINQIAO_HOSTS"] = allow_host(host, chosen.hosts)
        if not chosen.visit_address:
            os.environ["XINQIAO_VISIT_ADDRESS"] = address(LOCAL.get(host, host), port)
        return Supervisor(host, port, chosen).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
