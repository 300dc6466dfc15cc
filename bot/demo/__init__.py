"""The demo: a pretend Slack, a made-up company with six months of ratings, and a clock that can be moved."""

import os
import random
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Bot
from bot.company import Client, Invoice, Member, Subscription, Workspace
from bot.demo import story
from bot.qualities import Role
from bot.ratings import Rating
from bot.refusals import Refused
from bot.services.visits import VisitEvent
from bot.settings import Mode, read_settings
from bot.visits.times import Day
from handlers.manifest import manifest
from sandbox import PretendSlack
from storage import migrate
from storage.ids import uuid7_ids

MONTHS_BACK = timedelta(days=182)


class StoryClock:
    """This machine's clock, moved ahead by as much as was jumped."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def jump_to(self, instant: datetime) -> None:
        """From now on it is that instant and later."""
        self._ahead += instant - self()


class Demo:
    """Everything running: use it as a context manager."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._clock = StoryClock()
        self._start = self._today()
        self._monday = self._start - timedelta(days=self._start.weekday())
        self._folder = tempfile.TemporaryDirectory(prefix="good-clients-")
        self._slack = PretendSlack(clock=self._clock, port=port, team="Bright IT", manifest=manifest(Mode.SOCKET, ""))
        self._told_until = self._start - timedelta(days=1)
        self._clients: dict[str, str] = {}

    def __enter__(self) -> "Demo":
        try:
            self._slack.start()
        except OSError as error:
            self._folder.cleanup()
            raise Refused(
                f"Port {self._port} cannot be used: {os.strerror(error.errno or 0)}. "
                f"Another port: good-clients demo --port {self._port + 1}"
            ) from None
        self._people()
        url = f"sqlite:///{Path(self._folder.name) / 'demo.db'}"
        migrate.upgrade(url)
        settings = read_settings(
            slack_bot_token=self._slack.bot_token,
            slack_app_token=self._slack.app_token,
            slack_signing_secret=None,
            slack_api_url=self._slack.api_url,
            database_url=url,
        )
        self._bot = Bot(settings, self._clock)
        self._found()
        self._bot.start()
        self._slack.wait_for_app()
        self._slack.demo_action("A visit ends", self.end_visit)
        self._slack.demo_action("Post this week's digest", self.post_digest)
        self._slack.demo_action("Jump to next Monday", self.jump_to_monday)
        return self

    def __exit__(self, *_: object) -> None:
        self._bot.stop()
        self._slack.stop()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._slack.url

    def end_visit(self) -> None:
        """Maya's visit to Acme Dental is over, and it is the moment at which the bot asks her."""
        terminal = self._bot.terminal
        with terminal.database.store(self._workspace_id) as store:
            workspace = store.workspace()
            maya = next(member for member in store.members.all() if member.id == self._members["Maya Patel"])
        delay = timedelta(minutes=workspace.prompt_delay)
        asked = Day.of(maya, workspace).first_from(self._clock() + delay)
        self._jump_to(asked + timedelta(seconds=1))
        event = VisitEvent(event_id=self._new_id(), client="Acme Dental", ended_at=asked - delay)
        terminal.visits.from_event(self._workspace_id, maya, event)
        self._bot.services.prompts.ask_due()

    def post_digest(self) -> None:
        """Post the digest to its channel now; #service-desk, if none was chosen yet."""
        self._bot.services.publish.post_now(self._workspace_id, self._subscription().id)

    def jump_to_monday(self) -> None:
        """Let the days until next Monday happen; the digest comes by itself at its time."""
        subscription = self._subscription()
        zone = ZoneInfo(subscription.zone)
        today = self._clock().astimezone(zone).date()
        monday = today + timedelta(days=7 - today.weekday())
        self._jump_to(datetime.combine(monday, subscription.at, zone) + timedelta(seconds=1))
        self._bot.services.publish.publish_due()

    def _jump_to(self, instant: datetime) -> None:
        """Let the days until then happen."""
        yesterday = instant.astimezone(ZoneInfo(story.ZONE)).date() - timedelta(days=1)
        if yesterday > self._told_until:
            self._tell(yesterday)
        self._clock.jump_to(instant)

    def _people(self) -> None:
        self._users = {
            person.name: self._slack.person(
                person.name.split()[0].casefold(),
                real_name=person.name,
                is_admin=person.role is Role.ADMINISTRATOR,
                tz=story.ZONE,
            ).id
            for person in story.PEOPLE
        }
        self._channel = self._slack.channel("service-desk", self._users.values())
        self._slack.channel("general", self._users.values())

    def _found(self) -> None:
        """The company as it is on the demo's first day."""
        database = self._bot.terminal.database
        self._new_id = uuid7_ids(self._clock, random.SystemRandom())
        self._workspace_id = self._new_id()
        database.create_workspace(Workspace(id=self._workspace_id, name="Bright IT", zone=story.ZONE))
        with database.store(self._workspace_id) as store:
            self._members = {
                person.name: store.members.add(
                    Member(
                        id=self._new_id(),
                        name=person.name,
                        role=person.role,
                        slack_user=self._users[person.name],
                        zone=story.ZONE,
                    )
                ).id
                for person in story.PEOPLE
            }
        self._told_until = self._start - MONTHS_BACK
        self._tell(self._start - timedelta(days=1))
        self._bill()

    def _bill(self) -> None:
        """What the accounts know of invoices on the demo's first day."""
        invoices = [
            Invoice(
                client_id=self._client_id(one.company),
                number=one.number,
                due=one.due,
                paid=one.paid,
                amount_due=0 if one.paid else one.amount,
                known_on=self._start,
            )
            for one in story.invoices(self._start)
        ]
        with self._bot.terminal.database.store(self._workspace_id) as store:
            store.invoices.put(invoices)

    def _client_id(self, company: story.Company) -> str:
        """The client, added when the story comes to it."""
        if company.name not in self._clients:
            since = None if company.joins is None else self._monday + timedelta(days=company.joins)
            manager = self._members["Alan Wright"]
            new = Client(id=self._new_id(), name=company.name, account_manager=manager, since=since)
            with self._bot.terminal.database.store(self._workspace_id) as store:
                self._clients[company.name] = store.clients.add(new).id
        return self._clients[company.name]

    def _tell(self, last: date) -> None:
        """Let the story happen up to a day."""
        zone = ZoneInfo(story.ZONE)
        told = story.ratings(self._monday, self._told_until + timedelta(days=1), last)
        ratings = [
            Rating(
                id=self._new_id(),
                client_id=self._client_id(one.company),
                member_id=self._members[one.rater.name],
                on=one.on,
                scores=one.scores,
                source="demo",
                recorded_at=datetime.combine(one.on, time(17), zone).astimezone(UTC),
            )
            for one in told
        ]
        with self._bot.terminal.database.store(self._workspace_id) as store:
            store.ratings.add_many(ratings)
        self._told_until = last

    def _subscription(self) -> Subscription:
        known = self._bot.terminal.subscriptions.of_company(self._workspace_id)
        if known:
            return known
        return self._bot.terminal.subscriptions.save_settings(
            self._workspace_id, self._channel.id, 0, time(9), story.ZONE
        )

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(story.ZONE)).date()
