"""All that one person sees, as JSON for the page."""

from typing import TYPE_CHECKING

from sandbox.payloads import message_object, user_object
from sandbox.values import state_values
from sandbox.world import Channel, Json, Message, Person, Team, View

if TYPE_CHECKING:
    from sandbox.actor import Actor
    from sandbox.control import PretendSlack


def everything(slack: "PretendSlack", actor: "Actor | None") -> Json:
    """The world through one person's eyes; without one, only who could look."""
    world, manifest = slack.backend.world, slack.backend.manifest or {}
    with world.changed:
        team = actor.person.team if actor else slack.workspace.team
        seen: Json = {
            "version": world.version,
            "now": world.now(),
            "team": {"id": team.id, "name": team.name},
            "bot": {"id": team.bot.id, "name": team.bot.real_name},
            "people": [user_object(person, world) for person in team.people.values()],
            "actions": list(slack.demo_actions),
            "commands": manifest.get("features", {}).get("slash_commands", []),
            "shortcuts": manifest.get("features", {}).get("shortcuts", []),
            "connected": bool(slack.backend.deliveries.sockets or slack.backend.deliveries.request_url),
        }
        if actor:
            direct = actor.direct
            mine = [c for c in team.channels.values() if actor.person.id in c.members]
            seen |= {
                "me": actor.person.id,
                "direct": direct.id,
                "channels": [_channel(one) for one in mine],
                "messages": {one.id: [_message(m, actor.person, team) for m in actor.sees(one)] for one in mine},
                "modals": [view_seen(view) for view in actor.person.modals],
                "home": view_seen(actor.home) if actor.home else None,
            }
    return seen


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "private": channel.private,
        "user": channel.user,
        "members": len(channel.members),
        "archived": bool(channel.flags.get("is_archived")),
        "shared": bool(channel.flags.get("is_ext_shared") or channel.flags.get("is_pending_ext_shared")),
    }


def _message(message: Message, person: Person, team: Team) -> Json:
    return {
        **message_object(message, team),
        "ephemeral": message.only_for is not None,
        "broadcast": message.also_channel,
        "values": state_values(message.blocks, message.values.get(person.id, {})),
    }


def view_seen(view: View) -> Json:
    """A view with what was entered and what was wrong with it."""
    values = state_values(view.blocks, view.values)
    return {**view.shape, "id": view.id, "hash": view.hash, "values": values, "errors": view.errors}
