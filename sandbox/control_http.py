"""The control interface over HTTP, for the page and for tests in other processes."""

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from sandbox.control import PretendSlack


def add_routes(app: web.Application, slack: "PretendSlack") -> None:
    """Add the page's and the control interface's routes."""
