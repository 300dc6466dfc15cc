"""Events “visit completed” from other systems: signed, recent, taken once."""

import hashlib
import hmac
import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.company import Member
from bot.ports import Clock, Database
from bot.qualities import Role
from bot.refusals import Refused
from bot.services.visits import VisitEvent

REPLAY_WINDOW = timedelta(minutes=5)
LARGEST = 64 * 1024
"""Bytes of an event."""

_TEXT_LIMIT = 200


class Unsigned(Exception):  # noqa: N818 - it says what the event is
    """The event cannot be trusted. The sentence says why, and nothing that helps to guess."""


class Webhook:
    """The use cases around the webhook of one workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def rotate(self, workspace_id: str, member: Member) -> str:
        """A new secret, shown this once; what is signed with the one before is refused from now on."""
        if member.role is not Role.ADMINISTRATOR:
            raise Refused("Only administrators of Good Clients set up the webhook. Please ask one of them.")
        now = self._clock()
        secret = secrets.token_urlsafe(32)
        with self._database.store(workspace_id) as store:
            store.feeds.set_webhook_secret(secret, now)
            store.memory.audit(member.id, "webhook secret rotated", {}, now)
        return secret

    def check(self, workspace_id: str, timestamp: str, signature: str, body: bytes) -> None:
        """Raise Unsigned unless the signature is the hexadecimal HMAC-SHA256 of timestamp and body, and recent."""
        with self._database.store(workspace_id) as store:
            secret = store.feeds.webhook_secret()
        if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII):
            raise Unsigned("The timestamp is not there: seconds since 1970, in X-Timestamp.")
        wanted = sign(secret or secrets.token_urlsafe(32), timestamp, body)
        if secret is None or not hmac.compare_digest(
            wanted.encode(), signature.strip().lower().removeprefix("sha256=").encode()
        ):
            raise Unsigned("The signature does not fit: the hexadecimal HMAC-SHA256 of timestamp and body.")
        age = self._clock().timestamp() - int(timestamp)
        if abs(age) > REPLAY_WINDOW.total_seconds():
            raise Unsigned("The timestamp is more than 5 minutes away from now: sign each delivery anew.")


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of an event."""
    return hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).hexdigest()


def read_event(body: bytes) -> tuple[VisitEvent, str]:
    """The event, and the technician's e-mail. Raises Refused, naming the field."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("The body is not JSON.") from None
    if not isinstance(told, dict):
        raise Refused("The body is not a JSON object.")
    ref = told.get("ref")
    event = VisitEvent(
        event_id=_text(told, "event_id"),
        client=_text(told, "client"),
        ended_at=_instant(_text(told, "ended_at")),
        ref=_text(told, "ref") if ref not in (None, "") else None,
    )
    return event, _text(told, "technician_email")


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or len(text) > _TEXT_LIMIT or "\0" in text:
        raise Refused(f"“{name}” is needed: a text of 1 to {_TEXT_LIMIT} characters.", field=name)
    return text


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or instant.year < 2000:
        raise Refused("“ended_at” is an instant with its zone, like 2026-11-23T15:30:00Z.", field="ended_at")
    return instant
