"""A pretend Slack on this machine: Web API, Socket Mode, signed HTTP and a web page, for the demo and the tests.

How to use `PretendSlack` in a test::

    with PretendSlack(clock=clock) as slack:
        slack.person("maya", is_admin=True)
        slack.person("guest", is_restricted=True)
        team = slack.channel("service-desk", ["maya"])  # the bot is in it, unless bot=False

        # The bot under test: base_url=slack.api_url, slack.bot_token, and slack.app_token (Socket Mode)
        # or slack.signing_secret with slack.use_http("http://127.0.0.1:3000/slack/events") (HTTP mode).
        slack.wait_for_app()

        maya = slack.as_("maya")
        maya.command("/rate-client", "acme 4", team)  # ends when the bot acknowledged
        seen = slack.wait_for(lambda: maya.sees(team))  # what maya sees, ephemeral messages included
        maya.click(seen[-1], "undo")

        maya.command("/rate-client", "", team)
        slack.wait_for(lambda: maya.modal)
        maya.suggest("client", "acm")  # an external select's options
        maya.choose("client", "Acme Dental")  # by value or words; a list for multi selects
        maya.type("note", "Door code has changed")
        result = maya.submit()  # result.closed, result.errors by block id, result.view, result.problem

        maya.dm("who are our good clients?")  # also .say(text, channel, thread), .mention(text, channel)
        maya.open_home()  # then maya.home
        maya.shortcut("rate_client")  # global; with a message as second argument, that message's
        slack.posts(team)  # everything the bot posted, with .metadata, .blocks, .words

        slack.fail_next("chat.postMessage", "429", retry_after=2)  # the other kinds: sandbox.faults.Fault
        slack.redeliver()  # the last delivery once more
        slack.workspace.share(team, pending=True)  # also .archive, .rename, .join, .leave, .change(who, deleted=True)
        slack.add_workspace("Other")  # its .token, .person, .channel

Nothing here sleeps: actions end with the acknowledgement, `wait_for` with the change it waits for. A message or view
has `.words`, everything that can be read in it. With `PretendSlack(manifest=…)` only what the app's manifest has works.
"""

from sandbox.actor import Actor
from sandbox.control import PretendSlack
from sandbox.submission import Outcome
from sandbox.team import Workspace
from sandbox.world import Channel, Message, Person, SlackError, View

__all__ = ["Actor", "Channel", "Message", "Outcome", "Person", "PretendSlack", "SlackError", "View", "Workspace"]
