"""The web server of HTTP mode and of health checks."""

import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from bot.refusals import Refused
from handlers.connection import Pages, health_page


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_who_was_being_answered_when_it_closes_gets_the_answer() -> None:
    asked, go_on = threading.Event(), threading.Event()
    flask = Flask("slow")

    @flask.get("/slow")
    def slow() -> str:
        asked.set()
        go_on.wait()
        return "saved"

    pages = Pages(flask, 0)
    pages.open()
    with ThreadPoolExecutor(2) as hands:
        answer = hands.submit(get, pages.port, "/slow")
        asked.wait()
        closing = hands.submit(pages.close)
        assert not closing.done()
        go_on.set()
        assert answer.result() == (200, "saved")
        closing.result()
    with pytest.raises(OSError, match="refused"):
        get(pages.port, "/slow")


def test_health_is_whether_slack_is_connected() -> None:
    connected = [False]
    pages = Pages(health_page(lambda: connected[0]), 0)
    pages.open()
    assert get(pages.port, "/healthz") == (503, "not connected to Slack")
    connected[0] = True
    assert get(pages.port, "/healthz") == (200, "ok")
    pages.close()


def test_a_port_that_is_taken_is_refused() -> None:
    pages = Pages(Flask("one"), 0)
    with pytest.raises(Refused, match=f"PORT {pages.port} cannot be used: Address already in use."):
        Pages(Flask("other"), pages.port)
    pages.open()
    pages.close()
