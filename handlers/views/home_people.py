"""Pages of App Home for administrators: people and their roles, the audit log."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slackblocks import (
    Block,
    Option,
    PlainText,
    RichText,
    RichTextBlock,
    RichTextList,
    RichTextSection,
    SectionBlock,
    StaticSelectMenu,
)

from bot.company import Member
from bot.qualities import Role
from bot.services.administrators import Recorded
from handlers.ids import Action
from handlers.views.home import Place, page_head, pager, role_name, search_box
from handlers.views.pictures import cut

LINE = 300
"""Characters of a line of the audit log."""


def people_view(
    people: Sequence[Member], place: Place, more: bool, size: int, notice: Sequence[Block] = ()
) -> list[Block]:
    """A page of people, each with a menu of roles."""
    blocks = [*page_head("People and roles", notice), search_box(Action.FIND_PEOPLE, "Find somebody (Enter)", place)]
    for member in people:
        options = {role: Option(PlainText(role_name(role)), role.value) for role in Role}
        menu = StaticSelectMenu(Action.CHANGE_ROLE, list(options.values()), initial_option=options[member.role])
        where = "" if member.slack_user else " · not seen in Slack yet"
        blocks.append(SectionBlock(PlainText(f"{member.name}{where}"), block_id=f"member:{member.id}", accessory=menu))
    if not people:
        blocks.append(SectionBlock("There is nobody here."))
    before = Place(place.search, max(0, place.offset - size)).to_value() if place.offset else None
    return blocks + pager(Action.HOME_PEOPLE, before, Place(place.search, place.offset + size).to_value(), more)


def audit_view(lines: Sequence[Recorded], zone: ZoneInfo, offset: int, more: bool, size: int) -> list[Block]:
    """A page of the audit log, in the reader's zone."""
    blocks = page_head("Audit log")
    said = [
        RichTextSection([RichText(cut(f"{line.at.astimezone(zone):%-d %b %Y %H:%M} · {line.who} · {line.what}", LINE))])
        for line in lines
    ]
    blocks.append(RichTextBlock([RichTextList("bullet", said)]) if said else SectionBlock("Nothing is on record here."))
    return blocks + pager(Action.HOME_AUDIT, str(max(0, offset - size)) if offset else None, str(offset + size), more)
