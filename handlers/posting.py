"""Posting that tells what became of the post, and finding a post again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import TypeVar
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Closed, Posted, Postponed, Uncertain
from handlers.gate import CannotTell

Done = TypeVar("Done")

SLACK_MAY_HAVE_IT = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""Errors after which the message may stand all the same."""

LATER = timedelta(minutes=2)
"""When to try again where Slack does not say."""


def carefully(act: Callable[[], Done]) -> Done:
    """What Slack's answer says about whether it was done. Raises Closed, Postponed or Uncertain."""
    try:
        return act()
    except CannotTell as error:
        raise Postponed(LATER) from error
    except SlackApiError as error:
        raise _outcome(error) from error
    except URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Postponed(LATER) from error
        raise Uncertain("The connection broke.") from error
    except (SlackClientError, HTTPException, OSError) as error:
        raise Uncertain("The connection broke.") from error


def find(reader: WebClient, channel: str, ref: str, since: datetime) -> Posted | None:
    """The message with this `ref` in a conversation's history, None if there is certainly none. Raises Uncertain."""
    cursor = ""
    while True:
        try:
            page = reader.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True,
                cursor=cursor,
                limit=200,
            )
        except (SlackApiError, SlackClientError, OSError, HTTPException) as error:
            raise Uncertain("Slack does not let me look.") from error
        for message in page["messages"]:
            if ((message.get("metadata") or {}).get("event_payload") or {}).get("ref") == ref:
                return Posted(channel, message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


def _outcome(error: SlackApiError) -> Exception:
    response = error.response
    if response.status_code == 429:
        return Postponed(timedelta(seconds=int(response.headers.get("Retry-After", LATER.seconds))))
    name = str(response.get("error", ""))
    if response.status_code >= 500 or name in SLACK_MAY_HAVE_IT:
        return Uncertain(f"Slack answered {name or response.status_code}.")
    return Closed(f"Slack does not take it there ({name}).")
