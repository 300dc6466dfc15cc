"""What people tap under a question after a visit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.company import Member, Visit
from bot.ports import Asker, Clock, Database, Store
from bot.privacy import OPEN_FOR
from bot.qualities import CLUES
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from bot.services.own import own_visit
from bot.services.rate import Draft, Rate
from bot.services.reception import own_prompt
from bot.services.shown import questions, who_hears
from bot.visits.prompt import Fault, Prompt, PromptState
from bot.visits.question import Question
from bot.visits.times import Day

A_MOMENT = timedelta(seconds=1)


class VisitAnswers:
    """The use cases under one's own questions. Every change names the rating's revision that the button was drawn
    with, so that a second click on it changes nothing."""

    def __init__(self, database: Database, rate: Rate, asker: Asker, clock: Clock) -> None:
        self._database = database
        self._rate = rate
        self._asker = asker
        self._clock = clock

    def shown(self, workspace_id: str, member: Member, prompt_id: str) -> list[Question]:
        """All questions of the message that this one stands in."""
        with self._database.store(workspace_id) as store:
            prompt = own_prompt(store, member, prompt_id)
            together = store.prompts.of_ref(prompt.ref) if prompt.ref else [prompt]
            return questions(store, member, together, self._clock())

    def question(self, workspace_id: str, member: Member, prompt_id: str) -> Question:
        """One of them."""
        with self._database.store(workspace_id) as store:
            return questions(store, member, [own_prompt(store, member, prompt_id)], self._clock())[0]

    def rate(self, workspace_id: str, member: Member, prompt_id: str, overall: int, revision: int) -> None:
        """Happy to go back? Saved with this one tap."""
        visit = self._visit(workspace_id, member, prompt_id)
        self._rate.rate_visit(workspace_id, member, visit.id, overall, f"{prompt_id}:{revision}:{overall}")
        self.settle(workspace_id, member, prompt_id)

    def note(self, workspace_id: str, member: Member, prompt_id: str, note: str, revision: int) -> None:
        """A note on what happened. Raises Refused for one that needs rewording."""
        visit = self._visit(workspace_id, member, prompt_id)
        draft = Draft(
            on=visit.on,
            scores=Scores(note=note.strip()),
            submission=f"{prompt_id}:{revision}:note",
            client_id=visit.client_id,
            visit_id=visit.id,
        )
        self._rate.rate(workspace_id, member, draft)

    def clue(self, workspace_id: str, member: Member, prompt_id: str, clue: str, *, seen: bool, revision: int) -> None:
        """Tick a clue, or take the tick away; other ticks made at the same moment stay."""
        if clue not in CLUES:
            raise Refused("This clue is not there any more.")
        with self._database.store(workspace_id) as store:
            _visit, rating = self._rated(store, member, prompt_id)
            clues = rating.scores.clues | {clue} if seen else rating.scores.clues - {clue}
            changed = replace(rating, scores=replace(rating.scores, clues=clues), recorded_at=self._clock())
            store.ratings.save(changed, submission=f"{prompt_id}:{revision}:{clue}")

    def blame(self, workspace_id: str, member: Member, prompt_id: str, fault: Fault) -> None:
        """Theirs, ours, or both? Kept with the rating, in no score."""
        with self._database.store(workspace_id) as store:
            _visit, rating = self._rated(store, member, prompt_id)
            store.prompts.blame(rating.id, fault)

    def undo(self, workspace_id: str, member: Member, prompt_id: str, rating_id: str, revision: int) -> None:
        """Back to what was said before; to the question, where nothing was."""
        saved = self._rate.undo(workspace_id, member, rating_id, revision)
        if saved.scores is None:
            self.reopen(workspace_id, member, prompt_id)

    def settle(self, workspace_id: str, member: Member, prompt_id: str) -> None:
        """It is rated."""
        self._change(workspace_id, member, prompt_id, PromptState.ANSWERED)

    def decline(self, workspace_id: str, member: Member, prompt_id: str) -> None:
        """They were not there, or have nothing to say: it is not asked again."""
        self._change(workspace_id, member, prompt_id, PromptState.DECLINED)

    def reopen(self, workspace_id: str, member: Member, prompt_id: str) -> None:
        """It can be answered after all. It is asked again by itself only where that was to come anyway."""
        self._change(workspace_id, member, prompt_id, PromptState.ASKED)

    def later(self, workspace_id: str, member: Member, prompt_id: str) -> Prompt:
        """Not now: it is asked once more the next working morning, unless it was already."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            prompt = own_prompt(store, member, prompt_id)
            if prompt.reminded or prompt.state is not PromptState.ASKED:
                return prompt
            morning = Day.of(member, store.workspace()).next_morning(now)
            prompt = replace(prompt, due_at=morning)
            store.prompts.settle(prompt)
            return prompt

    def felt_unsafe(self, workspace_id: str, member: Member, prompt_id: str) -> Sequence[Member]:
        """Tell the person named for it, and nobody else. Raises Refused where nobody could be told."""
        with self._database.store(workspace_id) as store:
            prompt = own_prompt(store, member, prompt_id)
            visit = store.visits.get(prompt.visit_id) if prompt.visit_id else None
            client = store.clients.get(visit.client_id) if visit else None
            hears = who_hears(store, store.workspace(), member)
        where = f"at {client.name}" if client else "at a client"
        sentence = (
            f"{member.name} felt unsafe {where} on {prompt.on:%A %-d %B}. Please talk to them, soon and in private. "
            "They know that you were told. It is in no score, and nobody else was told."
        )
        told = self._asker.tell(workspace_id, hears, sentence)
        if not told:
            names = " or ".join(one.name for one in hears) or "somebody you trust"
            raise Refused(f"I could not reach anybody just now. Please speak to {names} directly.")
        return told

    def _visit(self, workspace_id: str, member: Member, prompt_id: str) -> Visit:
        with self._database.store(workspace_id) as store:
            return _visit_of(store, member, prompt_id)

    def _rated(self, store: Store, member: Member, prompt_id: str) -> tuple[Visit, Rating]:
        """The visit and its rating, which nobody else changes until the transaction ends."""
        visit = _visit_of(store, member, prompt_id)
        rating = store.ratings.lock(client_id=visit.client_id, member_id=member.id, visit_id=visit.id, on=visit.on)
        if rating is None:
            raise Refused("This rating was taken back. Tap Yes, OK or No to rate the visit again.")
        return visit, rating

    def _change(self, workspace_id: str, member: Member, prompt_id: str, state: PromptState) -> None:
        now = self._clock()
        with self._database.store(workspace_id) as store:
            prompt = own_prompt(store, member, prompt_id)
            if state is PromptState.ASKED and prompt.due_at <= now:
                prompt = replace(prompt, reminded=True, due_at=max(now + A_MOMENT, prompt.ended_at + OPEN_FOR))
            store.prompts.settle(replace(prompt, state=state))


def _visit_of(store: Store, member: Member, prompt_id: str) -> Visit:
    prompt = own_prompt(store, member, prompt_id)
    if prompt.visit_id is None:
        raise Refused("Please say first which client it was.")
    return own_visit(store, member, prompt.visit_id)
