"""Nobody makes the fetcher ask our own network, whatever the address looks like."""

import http.server
import io
import json
import socket
import threading

import pytest

from xinqiao.kernel.fetcher import client, probe, process, rules

HOSTS = ["www.example.cn", "*.gov.cn"]
PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("www.example.cn", True),
        ("example.cn", False),
        ("a.www.example.cn", False),
        ("www.qingxi.gov.cn", True),
        ("gov.cn", False),
        ("evilgov.cn", False),
        ("www.gov.cn.evil.com", False),
    ],
)
def test_only_named_hosts_are_asked(host, named):
    assert rules.is_named(host, HOSTS) is named


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://www.example.cn/",
        "gopher://www.example.cn/",
        "//www.example.cn/",
        "http://",
        "http://user:pass@www.example.cn/",
        "http://www.example.cn:8080/",
        "http://www.example.cn:99999/",
        "http://[::1",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://169.254.169.254/latest/",
        "http://other.example.com/",
        "http://www.example.cn@evil.com/",
        "https://www.example.cn/" + "a" * 2000,
    ],
)
def test_other_addresses_are_refused_before_anything_is_looked_up(url):
    def never(host, port):
        raise AssertionError(host)

    answer = probe.check(url, HOSTS, resolve=never)

    assert not answer.asked
    assert not answer.is_dead


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::", "ff02::1", "nonsense", ""),
    ],
)
def test_a_name_that_leads_inside_is_not_asked(address):
    assert not rules.is_public(address)
    answer = probe.check("http://www.example.cn/", HOSTS, resolve=lambda host, port: [address])
    assert (answer.asked, answer.reason) == (False, "指向内部网络，未访问")


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700:4700::1111", "::ffff:93.184.215.14"])
def test_addresses_of_the_internet_are_public(address):
    assert rules.is_public(address)


def test_one_inner_address_among_others_is_enough_to_refuse():
    answer = probe.check(
        "http://www.example.cn/", HOSTS, resolve=lambda host, port: [PUBLIC, "10.0.0.1"]
    )
    assert not answer.asked
    assert not probe.check("http://www.example.cn/", HOSTS, resolve=lambda *_: []).asked


def test_a_name_that_nobody_knows_is_dead():
    def unknown(host, port):
        raise socket.gaierror

    answer = probe.check("http://www.example.cn/", HOSTS, resolve=unknown)

    assert answer.is_dead
    assert answer.reason == "域名无法解析"


def test_addresses_are_written_as_the_wire_wants_them():
    target = rules.target_of("https://WWW.example.cn./附件?q=文 字", HOSTS)

    assert (target.host, target.port) == ("www.example.cn", 443)
    assert target.path == "/%E9%99%84%E4%BB%B6?q=%E6%96%87%20%E5%AD%97"
    assert rules.target_of("http://www.example.cn", HOSTS).path == "/"


class Server(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path, self.headers["Host"]))
        status = int(self.path.strip("/"))
        self.send_response(405 if self.command == "HEAD" and status == 201 else status)
        self.send_header("Location", "http://127.0.0.1:1/inside")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 (the name that the server looks for)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    Server.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


def ask(url, port):
    return probe.check(
        url,
        HOSTS,
        resolve=lambda host, number: ["127.0.0.1"],
        is_public=lambda address: True,
        port=port,
    )


@pytest.mark.parametrize(
    ("status", "dead"),
    [(200, False), (201, False), (301, False), (401, False), (404, True), (410, True), (502, True)],
)
def test_what_the_server_says_decides_and_no_redirect_is_followed(server, status, dead):
    answer = ask(f"http://www.example.cn/{status}", server)

    assert (answer.status, answer.is_dead) == (status, dead)
    assert {host for _command, _path, host in Server.asked} == {"www.example.cn"}
    assert len(Server.asked) == (2 if status == 201 else 1)


def test_a_server_that_is_not_there_or_speaks_no_https_is_dead(server):
    assert ask("http://www.example.cn/200", 1).is_dead
    assert ask("https://www.example.cn/200", server).is_dead


def test_the_process_answers_line_by_line():
    target = io.StringIO()
    source = io.StringIO(json.dumps({"hosts": HOSTS, "urls": ["http://a.cn/", "http://b.cn/"]}))

    process.main(source, target)

    lines = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [(line["url"], line["asked"]) for line in lines] == [
        ("http://a.cn/", False),
        ("http://b.cn/", False),
    ]


def test_the_fetcher_is_off_until_hosts_are_named(settings):
    settings.XINQIAO_LINK_HOSTS = []
    assert client.check(["http://www.example.cn/"]) == {}

    settings.XINQIAO_LINK_HOSTS = HOSTS
    assert client.check([]) == {}
    assert client.check(["http://localhost/"])["http://localhost/"].asked is False
