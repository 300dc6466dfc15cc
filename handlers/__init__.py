"""Slack: the only place that knows it."""

from dataclasses import dataclass

from slack_bolt import App

from bot.services.ask import Ask
from bot.services.phrases import PhraseBook
from bot.services.publish import Publish
from bot.services.rate import Rate
from bot.services.subscriptions import Subscriptions
from handlers.asking import Asking
from handlers.desk import Desk
from handlers.digest import DigestListeners
from handlers.directory import Directory
from handlers.home import Home
from handlers.people import SlackPeople
from handlers.phrases import PhraseListeners
from handlers.rate import Rating


@dataclass(frozen=True)
class Services:
    """The use cases that people reach through Slack."""

    rate: Rate
    ask: Ask
    publish: Publish
    subscriptions: Subscriptions
    phrases: PhraseBook


def register(app: App, desk: Desk, directory: Directory, services: Services) -> None:
    """Tell Bolt who listens to what."""
    Rating(desk, services.rate).register(app)
    Asking(desk, services.ask).register(app)
    DigestListeners(desk, services.publish, services.subscriptions).register(app)
    Home(desk, services.rate, services.ask, services.subscriptions).register(app)
    PhraseListeners(desk, services.phrases).register(app)
    SlackPeople(desk, directory).register(app)
