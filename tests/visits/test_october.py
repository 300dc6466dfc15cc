"""A month of a technician's calendar, over a clock change: the questions that come, and when."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.company import Member
from bot.ports import Database
from bot.services.feeds import Feeds
from bot.services.prompts import Prompts
from bot.services.rate import Rate
from bot.services.visit_answers import VisitAnswers
from bot.services.visits import Visits
from tests.people import ACME, BRIGHT, MAYA, company
from tests.services.inbox import Inbox

LONDON = ZoneInfo("Europe/London")
OCTOBER = (Path(__file__).parent / "october.ics").read_bytes().replace(b"\n", b"\r\n")
DAYS = (6, 8, 12, 14, 16, 19, 21, 22, 23, 26, 27, 28)
"""The days that are lived through: what was wrongly taken for a visit on another would be asked about on the next."""
HOURS = range(7, 19)
QUARTER = timedelta(minutes=15)


class October:
    """The bot of Bright IT in October 2026, a quarter of an hour after the other, and Maya, who answers at once."""

    def __init__(self, database: Database, member: Member = MAYA) -> None:
        self.database = database
        self.member = member
        self.now = datetime(2026, 10, 5, 5, tzinfo=UTC)
        ids = iter(f"id-{at:05}" for at in range(100_000))
        self.inbox = Inbox(self.clock)
        self.visits = Visits(database, self.clock, ids.__next__)
        self.feeds = Feeds(database, self.visits, lambda _: OCTOBER, self.clock, ids.__next__)
        self.prompts = Prompts(database, self.inbox, self.clock, ids.__next__, owner="one")
        self.answers = VisitAnswers(database, Rate(database, self.clock, ids.__next__), self.inbox, self.clock)
        self.asked: list[tuple[str, str]] = []

    def clock(self) -> datetime:
        return self.now

    def live(self, zone: ZoneInfo, days: Iterable[int] = DAYS) -> None:
        for day in days:
            self.now = datetime(2026, 10, day, HOURS.start, tzinfo=UTC)
            while self.now.hour in HOURS:
                self.feeds.read_due()
                self.prompts.ask_due()
                self._answer(zone)
                self.now += QUARTER

    def _answer(self, zone: ZoneInfo) -> None:
        for letter in self.inbox.letters:
            local = letter.posted_at.astimezone(zone)
            self.asked.append((f"{local:%a %d %H:%M}", " + ".join(letter.names)))
            for question in letter.questions:
                prompt_id = question.prompt.id
                if question.client is None:
                    self.visits.placed(BRIGHT.id, self.member, prompt_id, ACME.id)
                self.answers.rate(BRIGHT.id, self.member, prompt_id, 5, 0)
        self.inbox.letters.clear()


def test_the_right_questions_at_the_right_local_times(database: Database) -> None:
    company(database)
    october = October(database)
    october.feeds.save(BRIGHT.id, MAYA, "https://calendar.example/secret")
    october.live(LONDON)
    assert october.asked == [
        ("Tue 06 15:15", "Acme Dental"),
        ("Thu 08 18:15", "Globex Corporation"),
        ("Mon 19 08:00", "Wayne & Sons"),
        ("Wed 21 11:15", "Acme Dental"),
        ("Thu 22 15:15", "12 High Street?"),
        ("Fri 23 16:45", "Hooli"),
        ("Mon 26 08:00", "Hooli + Hooli"),
        ("Mon 26 16:45", "Hooli"),
        ("Tue 27 15:15", "Acme Dental"),
        ("Wed 28 10:15", "Acme Ltd"),
    ]


def test_a_technician_in_another_zone_is_asked_in_their_own_day(database: Database) -> None:
    company(database)
    abroad = Member(**vars(MAYA) | {"zone": "America/New_York"})
    with database.store(BRIGHT.id) as store:
        store.members.change(abroad)
    october = October(database, abroad)
    october.feeds.save(BRIGHT.id, abroad, "https://calendar.example/secret")
    october.live(ZoneInfo("America/New_York"), (16, 21, 26, 28))
    assert october.asked == [
        ("Fri 16 14:45", "Wayne & Sons"),
        ("Wed 21 08:00", "Acme Dental"),
        ("Mon 26 08:00", "Hooli + Hooli + Hooli"),
        ("Mon 26 12:45", "Hooli"),
        ("Wed 28 08:00", "Acme Dental"),
        ("Wed 28 10:15", "12 High Street?"),
    ]
