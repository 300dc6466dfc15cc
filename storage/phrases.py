"""The workspace's own way of saying things."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.ports import Unclear
from storage.room import Room
from storage.tables import phrases, unclear_phrases


class Phrases(Room):
    """Implements bot.ports.Phrases."""

    def all(self) -> dict[str, str]:
        found = select(phrases.c.phrase, phrases.c.meaning).where(self.mine(phrases)).order_by(phrases.c.phrase)
        return {row.phrase: row.meaning for row in self.connection.execute(found)}

    def put(self, phrase: str, meaning: str) -> None:
        said = self.insert(phrases).values(workspace_id=self.workspace_id, phrase=phrase, meaning=meaning)
        self.connection.execute(
            said.on_conflict_do_update(index_elements=list(phrases.primary_key), set_={"meaning": meaning})
        )
        self.connection.execute(
            delete(unclear_phrases).where(self.mine(unclear_phrases), unclear_phrases.c.words == phrase)
        )

    def remove(self, phrase: str) -> None:
        self.connection.execute(delete(phrases).where(self.mine(phrases), phrases.c.phrase == phrase))

    def note_unclear(self, words: str, meaning: str, at: datetime) -> None:
        first = {"meaning": meaning, "times": 1, "last_at": at}
        again = first | {"times": unclear_phrases.c.times + 1}
        self.connection.execute(
            self.insert(unclear_phrases)
            .values(workspace_id=self.workspace_id, words=words, **first)
            .on_conflict_do_update(index_elements=list(unclear_phrases.primary_key), set_=again)
        )

    def unclear(self, *, limit: int) -> list[Unclear]:
        found = select(unclear_phrases.c.words, unclear_phrases.c.meaning, unclear_phrases.c.times)
        order = unclear_phrases.c.times.desc(), unclear_phrases.c.words
        rows = self.connection.execute(found.where(self.mine(unclear_phrases)).order_by(*order).limit(limit))
        return [Unclear(*row) for row in rows]
