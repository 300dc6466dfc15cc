"""Addresses that people type never lead into the company's own network."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot import fetching
from bot.fetching import fetch, is_public
from bot.refusals import Refused

PUBLIC = "93.184.215.14"
HOSTS = {
    "calendar.example": [PUBLIC],
    "office.example": ["10.0.0.7"],
    "half.example": [PUBLIC, "192.168.1.2"],
    "metadata.example": ["169.254.169.254"],
    "nobody.example": [],
}
PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/feed.ics?key=secret": (200, {}, b"BEGIN:VCALENDAR"),
    "/moved": (302, {"Location": "/feed.ics?key=secret"}, b""),
    "/inside": (302, {"Location": "http://office.example/"}, b""),
    "/literal": (301, {"Location": "http://127.0.0.1/"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/nowhere": (302, {}, b""),
    "/big": (200, {}, b"x" * 2000),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = PAGES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


Get = Callable[[str], bytes]


@pytest.fixture
def connected() -> list[tuple[str, int]]:
    """Where connections were made to."""
    return []


@pytest.fixture
def get(connected: list[tuple[str, int]]) -> Iterator[Get]:
    """Fetch, with a resolver of our own and every connection led to a server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def resolver(host: str) -> list[str]:
        return HOSTS.get(host, [host])

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        connected.append((address, port))
        return socket.create_connection(("127.0.0.1", server.server_port), seconds)

    yield lambda address: fetch(address, resolver=resolver, connect=connect)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["feed.ics?key=secret", "moved"])
def test_a_public_address_is_read_at_the_address_that_was_checked(
    get: Get, connected: list[tuple[str, int]], path: str
) -> None:
    assert get(f"http://calendar.example/{path}") == b"BEGIN:VCALENDAR"
    assert set(connected) == {(PUBLIC, 80)}


@pytest.mark.parametrize(
    "address",
    [
        "http://office.example/",
        "http://half.example/",
        "http://metadata.example/latest/meta-data",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_an_internal_address_is_refused_before_anything_is_sent(
    get: Get, connected: list[tuple[str, int]], address: str
) -> None:
    with pytest.raises(Refused, match="internal network"):
        get(address)
    assert connected == []


@pytest.mark.parametrize("path", ["inside", "literal"])
def test_so_is_one_that_it_is_sent_on_to(get: Get, connected: list[tuple[str, int]], path: str) -> None:
    with pytest.raises(Refused, match="internal network"):
        get(f"http://calendar.example/{path}")
    assert connected == [(PUBLIC, 80)]


def test_a_host_that_changes_its_address_is_asked_once(connected: list[tuple[str, int]]) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    def connect(address: str, port: int, _seconds: float) -> socket.socket:
        connected.append((address, port))
        raise ConnectionRefusedError

    with pytest.raises(Refused, match="can't reach"):
        fetch("https://calendar.example/", resolver=lambda _: next(answers), connect=connect)
    assert connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://calendar.example/", "begins with https"),
        ("calendar.example/feed.ics", "begins with https"),
        ("http://calendar.example:8080/", "no port"),
        ("http://me:password@calendar.example/", "no password"),
        ("http://calendar.example:port/", "not a web address"),
        ("http://nobody.example/", "can't reach"),
        ("http://calendar.example/file", "begins with https"),
        ("http://calendar.example/round", "too often"),
        ("http://calendar.example/nowhere", "302"),
        ("http://calendar.example/secret-path", "404"),
    ],
)
def test_what_cannot_be_read_says_why_without_the_address(get: Get, address: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        get(address)
    assert "secret" not in str(refused.value)
    assert "example" not in str(refused.value)


def test_a_calendar_that_never_ends_is_not_read_to_the_end(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(Refused, match="too large"):
        get("http://calendar.example/big")


def test_a_server_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    ours, theirs = socket.socketpair()
    with theirs, pytest.raises(Refused, match="can't reach"):
        fetch("http://calendar.example/", resolver=lambda _: [PUBLIC], connect=lambda *_: ours)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("::ffff:93.184.215.14", False),
        ("localhost", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
