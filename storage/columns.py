"""Kinds of columns that both databases keep alike."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator

ID = String(36)
"""An id: a UUID as text, made by the application."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; SQLite has no time zones and would lose the offset. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} says no time zone: instants are stored in UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def one_of(values: type[StrEnum]) -> Enum:
    """A text column that holds the value of one member."""
    return Enum(values, native_enum=False, values_callable=lambda kind: [member.value for member in kind], length=20)
