"""A clue led to action: it is marked as dealt with, and who saw it is told."""

from bot.company import Client, Member
from bot.ports import Asker, Clock, Database
from bot.qualities import CLUES
from bot.refusals import Refused
from bot.services.people import eyes_of


class Clues:
    """The use case around clues that somebody dealt with; for account managers and administrators."""

    def __init__(self, database: Database, asker: Asker, clock: Clock) -> None:
        self._database = database
        self._asker = asker
        self._clock = clock

    def deal(self, workspace_id: str, member: Member, client_id: str, clue: str) -> Client:
        """Mark every open sighting of a clue at a client. A second click tells nobody twice. Raises Refused."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            clients = store.clients.all()
            actor, client = store.members.get(member.id), store.clients.get(client_id)
            if actor is None or not eyes_of(store, actor, clients, now).may_deal_with_clues():
                raise Refused("Account managers and administrators mark clues as dealt with. Please tell one of them.")
            if client is None or clue not in CLUES:
                raise Refused("This clue is not there any more.")
            seen_by = store.ratings.deal(client.id, clue, by=actor.id, at=now)
            if seen_by:
                store.memory.audit(actor.id, "dealt with a clue", {"client": client.id, "clue": clue}, now)
            told = [saw for one in seen_by if one != actor.id and (saw := store.members.get(one))]
        sentence = f"Your clue led to action: “{CLUES[clue].text}” at {client.name} was dealt with. Thank you."
        self._asker.tell(workspace_id, told, sentence)
        return client
