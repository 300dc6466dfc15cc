"""What Slack says of people and the app itself: the directory stays fresh, a removed app forgets its token."""

from slack_bolt import App

from handlers.desk import Desk, Request
from handlers.directory import Directory


class SlackPeople:
    """The listeners to changes of people and of the installation."""

    def __init__(self, desk: Desk, directory: Directory) -> None:
        self._desk = desk
        self._directory = directory

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.event("user_change")(self._desk.once(self.changed))
        app.event("team_join")(self._desk.once(self.changed))
        app.event("app_uninstalled")(self._desk.once(self.uninstalled))

    def changed(self, request: Request) -> None:
        """Somebody became a guest, left, or has another name."""
        self._directory.forget(request.installation.team_id, request.event["user"]["id"])

    def uninstalled(self, request: Request) -> None:
        """The company took the app away: its token goes, its data stays."""
        installation = request.installation
        self._desk.database.uninstall(installation.enterprise_id, installation.team_id)
