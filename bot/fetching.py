"""Getting what stands at a web address that somebody typed, without being led into the company's own network.

Each host name, the redirected ones too, is resolved once; every address it has must be public, and the connection is
made to the very address that was checked. No sentence repeats an address: calendar addresses are secrets.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from bot.refusals import Refused

SECONDS = 20
"""For everything together."""
SECONDS_OF_SILENCE = 5
LARGEST = 10 * 1024 * 1024
REDIRECTS = 3
PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str], list[str]]
"""The addresses of a host name. Raises OSError."""

Connect = Callable[[str, int, float], socket.socket]
"""A connection to an address and port, within so many seconds. Raises OSError."""

INTERNAL = "This address is on an internal network, so I don't read it."
NOT_THERE = "I can't reach this address."


def resolve(host: str) -> list[str]:
    """What the system's resolver says."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """An ordinary connection."""
    return socket.create_connection((address, port), seconds)


class _Answer(NamedTuple):
    status: int
    location: str
    body: bytes


def fetch(address: str, *, resolver: Resolver = resolve, connect: Connect = connect) -> bytes:
    """What stands at an http, https or webcal address. Raises Refused."""
    until = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        url = _checked(address)
        try:
            answer = _get(url, _public(url, resolver), connect, until)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Refused(NOT_THERE) from error
        if answer.status == HTTPStatus.OK:
            return answer.body
        if not 300 <= answer.status < 400 or not answer.location:
            raise Refused(f"This address answers with {answer.status} instead of a calendar.")
        address = urljoin(url.geturl(), answer.location)
    raise Refused("This address sends me on too often.")


def _checked(address: str) -> SplitResult:
    try:
        url = urlsplit(address.strip())
        if url.scheme in ("webcal", "webcals"):
            url = url._replace(scheme="https")
        port = url.port
    except ValueError:
        raise Refused("This is not a web address.") from None
    if url.scheme not in PORTS or not url.hostname:
        raise Refused("The address of a calendar begins with https:// or webcal://.")
    if port not in (None, PORTS[url.scheme]) or url.username is not None:
        raise Refused("The address of a calendar has no port and no password of its own.")
    return url


def _public(url: SplitResult, resolver: Resolver) -> str:
    """An address of the host, once all that it has are known to be public."""
    try:
        found = resolver(url.hostname or "")
    except (OSError, UnicodeError) as error:
        raise Refused(NOT_THERE) from error
    if not found:
        raise Refused(NOT_THERE)
    if not all(is_public(address) for address in found):
        raise Refused(INTERNAL)
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where an IPv4 address is wrapped into it."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if wrapped or ip in _TRANSLATED or ip in _SITE_LOCAL:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")


def _get(url: SplitResult, address: str, connect: Connect, until: float) -> _Answer:
    host = url.hostname or ""
    raw = connect(address, PORTS[url.scheme], min(SECONDS_OF_SILENCE, _left(until)))
    if url.scheme == "https":
        context = ssl.create_default_context()
        raw = context.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)
    hang_up = threading.Timer(_left(until), _hang_up, (raw,))  # a server may send a byte at a time, for ever
    hang_up.start()
    try:
        connection = http.client.HTTPConnection(host)
        connection.sock = raw
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("GET", path, headers={"User-Agent": "good-clients", "Accept": "text/calendar, */*;q=0.1"})
        response = connection.getresponse()
        body = response.read(LARGEST + 1) if response.status == HTTPStatus.OK else b""
    finally:
        hang_up.cancel()
        raw.close()
    if len(body) > LARGEST:
        raise Refused("This calendar is too large for me: more than 10 MB.")
    return _Answer(response.status, response.headers.get("Location", ""), body)


def _hang_up(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
