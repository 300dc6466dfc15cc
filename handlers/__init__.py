"""Slack: the only place that knows it."""

from dataclasses import dataclass

from slack_bolt import App

from bot.services.administrators import AuditLog
from bot.services.ask import Ask
from bot.services.clients import ClientBook
from bot.services.clues import Clues
from bot.services.feeds import Feeds
from bot.services.notes import Notes
from bot.services.open_visits import OpenVisits
from bot.services.people import People
from bot.services.phrases import PhraseBook
from bot.services.prompts import Prompts
from bot.services.publish import Publish
from bot.services.rate import Rate
from bot.services.subscriptions import Subscriptions
from bot.services.visit_answers import VisitAnswers
from bot.services.visit_settings import VisitSettings
from bot.services.visits import Visits
from bot.services.webhook import Webhook
from handlers.administration import Administration
from handlers.asking import Asking
from handlers.client_book import ClientListeners
from handlers.clues import ClueListeners
from handlers.desk import Desk
from handlers.digest import DigestListeners
from handlers.directory import Directory
from handlers.home import Home
from handlers.notes import NoteListeners
from handlers.people import SlackPeople
from handlers.phrases import PhraseListeners
from handlers.prompts import PromptListeners
from handlers.rate import Rating
from handlers.visit_sources import SourceListeners
from handlers.whereabouts import Whereabouts


@dataclass(frozen=True)
class Services:
    """The use cases that people reach through Slack."""

    rate: Rate
    ask: Ask
    publish: Publish
    subscriptions: Subscriptions
    phrases: PhraseBook
    notes: Notes
    people: People
    clients: ClientBook
    audit_log: AuditLog
    open_visits: OpenVisits
    clues: Clues
    visits: Visits
    prompts: Prompts
    visit_answers: VisitAnswers
    feeds: Feeds
    webhook: Webhook
    visit_settings: VisitSettings


def register(app: App, desk: Desk, directory: Directory, services: Services) -> None:
    """Tell Bolt who listens to what."""
    home = Home(
        desk,
        services.rate,
        services.ask,
        services.subscriptions,
        services.notes,
        services.people,
        services.open_visits,
    )
    home.register(app)
    Rating(desk, services.rate, home).register(app)
    ClueListeners(desk, services.clues, home).register(app)
    NoteListeners(desk, services.notes, home).register(app)
    Administration(desk, services.people, services.audit_log).register(app)
    ClientListeners(desk, services.clients).register(app)
    PromptListeners(desk, services.rate, services.visits, services.visit_answers).register(app)
    whereabouts = Whereabouts(desk, services.rate, services.visits, services.prompts)
    whereabouts.register(app)
    SourceListeners(desk, services.feeds, services.webhook, services.visit_settings).register(app)
    Asking(desk, services.ask, whereabouts).register(app)
    DigestListeners(desk, services.publish, services.subscriptions).register(app)
    PhraseListeners(desk, services.phrases).register(app)
    SlackPeople(desk, directory).register(app)
