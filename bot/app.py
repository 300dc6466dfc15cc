"""The composition root: builds everything, once."""

import os
import random
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.fetching import fetch
from bot.ports import Clock, NewId
from bot.schedule import heartbeat
from bot.services.administrators import AuditLog
from bot.services.ask import Ask
from bot.services.clients import ClientBook
from bot.services.clues import Clues
from bot.services.feeds import Feeds
from bot.services.invoices import Invoices
from bot.services.nightly import Nightly
from bot.services.notes import Notes
from bot.services.open_visits import OpenVisits
from bot.services.people import People
from bot.services.phrases import PhraseBook
from bot.services.prompts import Prompts
from bot.services.publish import Publish
from bot.services.rate import Rate
from bot.services.standings import StandingsCache
from bot.services.subscriptions import Subscriptions
from bot.services.transfer import Transfer
from bot.services.visit_answers import VisitAnswers
from bot.services.visit_settings import VisitSettings
from bot.services.visits import Visits
from bot.services.webhook import Webhook
from bot.settings import Mode, Settings
from handlers import Services, register
from handlers.asker import SlackAsker
from handlers.connection import Connection, Http, SocketMode, adopt, bolt_app, slack_of
from handlers.desk import Desk
from handlers.first_run import greet
from handlers.messenger import SlackMessenger
from handlers.webhook import visits_page
from storage.database import Database as SqlDatabase
from storage.ids import uuid7_ids

WORKERS = 16
"""Threads for what is done after an ack."""

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Terminal:
    """What works without Slack: data and use cases."""

    database: SqlDatabase
    cache: StandingsCache
    clock: Clock
    new_id: NewId
    rate: Rate
    ask: Ask
    transfer: Transfer
    subscriptions: Subscriptions
    visits: Visits
    invoices: Invoices


def build_terminal(settings: Settings, clock: Clock = utc_now) -> Terminal:
    """Everything that works without Slack."""
    new_id = uuid7_ids(clock, random.SystemRandom())
    database = SqlDatabase(settings.database_url, new_id=new_id, keys=settings.token_keys)
    cache = StandingsCache()
    return Terminal(
        database=database,
        cache=cache,
        clock=clock,
        new_id=new_id,
        rate=Rate(database, clock, new_id),
        ask=Ask(database, cache, clock),
        transfer=Transfer(database, clock, new_id),
        subscriptions=Subscriptions(database, clock, new_id),
        visits=Visits(database, clock, new_id),
        invoices=Invoices(database, clock),
    )


class Bot:
    """The bot as one process: connected to Slack, with its heartbeat."""

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.terminal = build_terminal(settings, clock)
        database, new_id = self.terminal.database, self.terminal.new_id
        self._slack = slack = slack_of(settings, database, clock=clock, new_id=new_id)
        asker = SlackAsker(database, slack.gate, slack.client_for)
        self.services = self._services(asker, SlackMessenger(database, slack.gate, slack.client_for))
        self._work = ThreadPoolExecutor(WORKERS, thread_name_prefix="work")
        desk = Desk(database, slack.gate, slack.client_for, clock=clock, new_id=new_id, work=self._work)
        self._bolt = bolt_app(settings, database, slack.client_for)
        register(self._bolt, desk, slack.directory, self.services)
        socket_mode = settings.mode is Mode.SOCKET
        self._connection: Connection = (
            SocketMode(self._bolt, settings)
            if socket_mode
            else Http(self._bolt, settings, visits_page(self.services.webhook, self.terminal.visits, asker.by_email))
        )
        self._heartbeat = heartbeat(
            self.services.publish.publish_due,
            self.services.prompts.ask_due,
            self.services.feeds.read_due,
            Nightly(database, clock).run,
        )

    def _services(self, asker: SlackAsker, messenger: SlackMessenger) -> Services:
        """What people reach through Slack. The owner names this process in its claims."""
        terminal = self.terminal
        database, clock, new_id = terminal.database, terminal.clock, terminal.new_id
        owner = f"{socket.gethostname()}:{os.getpid()}"
        return Services(
            rate=terminal.rate,
            ask=terminal.ask,
            publish=Publish(database, messenger, terminal.cache, clock, new_id, owner=owner),
            subscriptions=terminal.subscriptions,
            phrases=PhraseBook(database, clock),
            notes=Notes(database, clock),
            people=People(database, clock, new_id),
            clients=ClientBook(database, clock, new_id),
            audit_log=AuditLog(database),
            open_visits=OpenVisits(database, clock, new_id),
            clues=Clues(database, asker, clock),
            visits=terminal.visits,
            prompts=Prompts(database, asker, clock, new_id, owner=owner),
            visit_answers=VisitAnswers(database, terminal.rate, asker, clock),
            feeds=Feeds(database, terminal.visits, fetch, clock, new_id),
            webhook=Webhook(database, clock),
            visit_settings=VisitSettings(database, clock),
        )

    def start(self) -> None:
        """Adopt the token's team, connect to Slack, begin the heartbeat."""
        database = self.terminal.database
        if self._slack.client is not None:
            installation = adopt(self._slack.client, database, self._slack.directory, self.terminal.new_id)
            greet(self._slack, database, installation, self.terminal.clock)
        self._connection.open()
        self._heartbeat.start()
        log.info("good clients is running")

    def stop(self) -> None:
        """Take nothing new, finish what is in hand."""
        self._connection.close()
        self._heartbeat.shutdown(wait=True)
        self._bolt.listener_runner.listener_executor.shutdown(wait=True)
        self._work.shutdown(wait=True)
        self.terminal.database.close()
        log.info("good clients has stopped")

    def run(self) -> None:
        """Run until SIGTERM or SIGINT. Bolt's own start() ignores SIGTERM and loses work in flight."""
        self.start()
        wait_for_signal()
        self.stop()


def wait_for_signal() -> None:
    """Return once this process is asked to end."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
