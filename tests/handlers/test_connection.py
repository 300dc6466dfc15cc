"""Connecting to Slack, and letting go of it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Thread

import pytest
from flask import Flask

from handlers.clients import clients_of
from handlers.connection import Pages, SocketMode, bolt_app
from sandbox import PretendSlack
from storage.database import Database
from tests.bot import settings_for


def test_a_connection_that_was_just_opened_can_be_closed(
    slack: PretendSlack, database: Database, database_url: str
) -> None:
    settings = settings_for(slack, database_url)
    app = bolt_app(settings, database, clients_of(slack.bot_token, slack.api_url))
    for _ in range(20):  # slack_sdk's receiver starts a moment after the connection: now and then just at the close
        connection = SocketMode(app, settings)
        connection.open()
        connection.close()
        assert not connection.is_open()


def pages() -> Pages:
    flask = Flask("pages")
    flask.get("/")(lambda: "Here you are.")
    found = Pages(flask, 0)
    found.open()
    return found


def asked(server: Pages) -> HTTPConnection:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/")
    connection.getresponse().read()
    return connection


def test_a_web_server_is_closed_in_the_middle_of_requests_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    def ask(server: Pages) -> None:
        with suppress(OSError, HTTPException):  # closed before its turn
            asked(server).close()

    with ThreadPoolExecutor(6) as pool:
        for _ in range(30):  # a worker wakes the loop a moment after its answer: now and then just at the close
            server = pages()
            first, *_ = [pool.submit(ask, server) for _ in range(6)]
            first.result()
            server.close()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_connection_that_its_other_end_keeps_open_does_not_keep_the_web_server() -> None:
    server = pages()
    kept = asked(server)
    closing = Thread(target=server.close, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()
    kept.close()
