"""Ratings as rows, and back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.qualities import Quality
from bot.ratings import Rating, Scores


def rating_row(rating: Rating) -> dict[str, Any]:
    """What `ratings` says of it now."""
    return {
        "id": rating.id,
        "client_id": rating.client_id,
        "member_id": rating.member_id,
        "visit_id": rating.visit_id,
        "on": rating.on,
        "source": rating.source,
        "recorded_at": rating.recorded_at,
        "revision": rating.revision,
        **score_columns(rating.scores),
    }


def revision_row(
    rating_id: str,
    revision: int,
    said: Scores | None,
    *,
    at: datetime,
    previous: int | None = None,
    submission: str | None = None,
) -> dict[str, Any]:
    """What `rating_revisions` remembers of a change; None: that it was deleted."""
    return {
        "rating_id": rating_id,
        "revision": revision,
        "recorded_at": at,
        "submission": submission,
        "previous": previous,
        "deleted": said is None,
        "clues": sorted(said.clues) if said else [],
        **score_columns(said or Scores()),
    }


def score_columns(scores: Scores) -> dict[str, Any]:
    """The columns that ratings and revisions share."""
    qualities = {quality.value: scores.qualities.get(quality) for quality in Quality}
    return {"overall": scores.overall, **qualities, "note": scores.note}


def scores_of(row: Row[Any], clues: Iterable[str]) -> Scores:
    """What a row of ratings or revisions says."""
    said = {quality: getattr(row, quality) for quality in Quality}
    return Scores(
        overall=row.overall,
        qualities={quality: score for quality, score in said.items() if score is not None},
        clues=frozenset(clues),
        note=row.note,
    )
