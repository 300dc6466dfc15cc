"""Notes that wait for their writer's rewording: in no rating, in no revision, for nobody else to read."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.company import HeldNote
from storage.room import Room, fields_of
from storage.tables import held_notes, ratings


class HeldNotes(Room):
    """The part of bot.ports.Ratings that is about them."""

    def hold(self, rating_id: str, note: str, at: datetime) -> None:
        said = {"note": note, "held_at": at}
        self.connection.execute(
            self.insert(held_notes)
            .values(workspace_id=self.workspace_id, rating_id=rating_id, **said)
            .on_conflict_do_update(index_elements=list(held_notes.primary_key), set_=said)
        )

    def held(self, rating_id: str) -> HeldNote | None:
        found = select(*fields_of(held_notes)).where(self.mine(held_notes), held_notes.c.rating_id == rating_id)
        row = self.connection.execute(found).first()
        return HeldNote(**row._asdict()) if row else None

    def held_of(self, member_id: str) -> list[HeldNote]:
        of_rating = (ratings.c.workspace_id == held_notes.c.workspace_id) & (ratings.c.id == held_notes.c.rating_id)
        found = (
            select(*fields_of(held_notes))
            .join_from(held_notes, ratings, of_rating)
            .where(self.mine(held_notes), ratings.c.member_id == member_id, ratings.c.deleted_at.is_(None))
            .order_by(held_notes.c.held_at.desc())
        )
        return [HeldNote(**row._asdict()) for row in self.connection.execute(found)]

    def let_go(self, rating_id: str) -> None:
        self.connection.execute(delete(held_notes).where(self.mine(held_notes), held_notes.c.rating_id == rating_id))
