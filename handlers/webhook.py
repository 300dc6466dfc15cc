"""POST /visits: other systems say that a visit was completed."""

import re
from collections.abc import Callable

import structlog
from flask import Blueprint, Response, jsonify, request

from bot.company import Member
from bot.ports import Closed, Postponed, Unavailable, Uncertain
from bot.refusals import Refused
from bot.services.visits import Visits
from bot.services.webhook import LARGEST, Unsigned, Webhook, read_event

Find = Callable[[str, str], Member | None]
"""The member of a workspace with an e-mail address, asked of Slack. Raises Closed, Postponed or Uncertain."""

_WORKSPACE = re.compile(r"[\w-]{1,36}", re.ASCII)

log = structlog.get_logger(__name__)


def visits_page(webhook: Webhook, visits: Visits, find: Find) -> Blueprint:
    """The page that takes events.

    `POST /visits?workspace=ID` with the headers X-Timestamp and X-Signature; answers are JSON with one sentence.
    """
    page = Blueprint("visits", __name__)

    @page.post("/visits")
    def take() -> tuple[Response, int]:
        if request.content_length is None or request.content_length > LARGEST:
            return _said("An event has at most 64 KB, and says how many it has.", 413)
        workspace_id = request.args.get("workspace", "")
        if not _WORKSPACE.fullmatch(workspace_id):
            return _said("Which workspace? Use the address that the settings show.", 400)
        try:
            return _taken(workspace_id)
        except Unsigned as unsigned:
            return _said(str(unsigned), 401)
        except Refused as refusal:
            return _said(refusal.sentence, 422)
        except (Unavailable, Closed, Postponed, Uncertain) as error:
            log.warning("an event could not be taken now", workspace=workspace_id, exc_info=error)
            return _said("I can't take it just now. Please deliver it again in a minute.", 503)

    def _taken(workspace_id: str) -> tuple[Response, int]:
        body = request.get_data()
        headers = request.headers
        webhook.check(workspace_id, headers.get("X-Timestamp", ""), headers.get("X-Signature", ""), body)
        event, email = read_event(body)
        member = visits.by_email(workspace_id, email) or find(workspace_id, email)
        if member is None:
            raise Refused(f"Nobody here has the e-mail address {email}.", field="technician_email")
        new = visits.from_event(workspace_id, member, event)
        return _said("The visit is noted." if new else "This event was delivered before.", 200)

    return page


def _said(sentence: str, status: int) -> tuple[Response, int]:
    return jsonify(message=sentence), status
