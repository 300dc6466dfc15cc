"""A message as it leaves: the words that say everything, and the blocks that say it better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import slackblocks
from slackblocks import Block, PlainText, SectionBlock


@dataclass(frozen=True)
class Message:
    """`text` alone says all that matters: screen readers and notifications read nothing else.

    `plain` are blocks without charts and data tables, for a workspace that refuses those (None: `blocks` has none).
    """

    text: str
    blocks: Sequence[Block]
    plain: Sequence[Block] | None = None

    def payload(
        self,
        channel: str,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        plain: bool = False,
    ) -> dict[str, Any]:
        """Arguments of Slack's posting methods, checked against its limits.

        Unfurling is on by default in Slack, so both flags are switched off.
        """
        blocks = self.plain if plain and self.plain is not None else self.blocks
        return slackblocks.Message(
            channel=channel,
            text=self.text,
            blocks=list(blocks),
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata=dict(metadata) if metadata else None,
        ).to_dict()


def said(sentence: str) -> Message:
    """A sentence of our own as a message."""
    return Message(sentence, [SectionBlock(PlainText(sentence))])
