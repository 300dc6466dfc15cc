"""The tables.

Every one but the installations leads its primary key with `workspace_id`, and so do all references between them:
no row can point into another workspace, and the tables can be distributed by it.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    column,
)
from sqlalchemy.schema import SchemaItem

from bot.company import CLIENT_NAME_LIMIT, INVOICE_NUMBER_LIMIT, Cadence, DigestState, Stage
from bot.qualities import HIGHEST, LOWEST, Quality, Role
from bot.visits.prompt import Fault, PromptState
from storage.columns import ID, Instant, one_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SCORES = ("overall", *(quality.value for quality in Quality))
"""The columns that hold a rating's scores, in the order of `RatingTable.scores`."""


def _table(name: str, *parts: SchemaItem) -> Table:
    return Table(name, metadata, Column("workspace_id", ID, primary_key=True), *parts)


def _of_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"])


def _refers(name: str, target: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", name], [f"{target}.workspace_id", f"{target}.id"])


def _scores() -> list[SchemaItem]:
    checks = [CheckConstraint(column(name).between(LOWEST, HIGHEST), name=f"{name}_in_range") for name in SCORES]
    return [*(Column(name, SmallInteger) for name in SCORES), *checks]


workspaces = _table(
    "workspaces",
    Column("name", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("good", Float, nullable=False),
    Column("difficult", Float, nullable=False),
    Column("weights", JSON, nullable=False),
    Column("quiet_from", Time, nullable=False),
    Column("quiet_until", Time, nullable=False),
    Column("constants", JSON(none_as_null=True)),
    Column("ratings_version", Integer, nullable=False),
    Column("prompt_delay", Integer, nullable=False),
    Column("unsafe_contact", ID),  # a member; not a reference: members refer to workspaces
    Column("keep_notes", Integer),
    Column("keep_scores", Integer),
)

members = _table(
    "members",
    Column("id", ID, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", one_of(Role), nullable=False),
    Column("slack_user", String),
    Column("email", String),
    Column("zone", String),
    Column("prompts", Boolean, nullable=False),
    Column("away_until", Date),
    Column("told", Boolean, nullable=False),
    _of_workspace(),
    UniqueConstraint("workspace_id", "slack_user"),
    UniqueConstraint("workspace_id", "email"),
    Index(None, "workspace_id", "name"),
)

clients = _table(
    "clients",
    Column("id", ID, primary_key=True),
    Column("name", String(CLIENT_NAME_LIMIT), nullable=False),
    Column("stage", one_of(Stage), nullable=False),
    Column("account_manager", ID),
    Column("since", Date),
    Column("merged_into", ID),
    _of_workspace(),
    _refers("account_manager", "members"),
    _refers("merged_into", "clients"),
    CheckConstraint(column("merged_into") != column("id"), name="not_merged_into_itself"),
)

client_aliases = _table(
    "client_aliases",
    Column("normalised", String, primary_key=True),
    Column("client_id", ID, nullable=False),
    Column("alias", String),  # NULL: it is the client's own name
    _refers("client_id", "clients"),
    Index(None, "workspace_id", "client_id"),
)

client_external_ids = _table(
    "client_external_ids",
    Column("source", String, primary_key=True),
    Column("external_id", String, primary_key=True),
    Column("client_id", ID, nullable=False),
    _refers("client_id", "clients"),
    Index(None, "workspace_id", "client_id"),
)

visits = _table(
    "visits",
    Column("id", ID, primary_key=True),
    Column("client_id", ID, nullable=False),
    Column("member_id", ID, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("on", Date, nullable=False),
    Column("source", String, nullable=False),
    Column("ref", String, nullable=False),
    _refers("client_id", "clients"),
    _refers("member_id", "members"),
    UniqueConstraint("workspace_id", "source", "ref"),
    Index(None, "workspace_id", "member_id", "ended_at"),
)

visit_sources = _table(  # what other sources call a visit that is known already
    "visit_sources",
    Column("source", String, primary_key=True),
    Column("ref", String, primary_key=True),
    Column("visit_id", ID, nullable=False),
    _refers("visit_id", "visits"),
    Index(None, "workspace_id", "visit_id"),
)

prompts = _table(
    "prompts",
    Column("id", ID, primary_key=True),
    Column("member_id", ID, nullable=False),
    Column("visit_id", ID),  # NULL: which client it was is asked first
    Column("place", String),
    Column("ended_at", Instant, nullable=False),
    Column("on", Date, nullable=False),
    Column("source", String, nullable=False),
    Column("source_ref", String, nullable=False),
    Column("state", one_of(PromptState), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reminded", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ref", String),
    Column("channel", String),
    Column("message_ts", String),
    Column("lease_until", Instant),
    Column("owner", String),
    _refers("member_id", "members"),
    _refers("visit_id", "visits"),
    UniqueConstraint("workspace_id", "visit_id"),
    UniqueConstraint("workspace_id", "source", "source_ref"),
    Index(None, "state", "due_at"),
    Index(None, "workspace_id", "member_id", "state"),
    Index(None, "workspace_id", "ref"),
)

places = _table(
    "places",
    Column("place", String, primary_key=True),
    Column("client_id", ID),  # NULL: not a client
    _of_workspace(),
    _refers("client_id", "clients"),
)

calendar_feeds = _table(
    "calendar_feeds",
    Column("member_id", ID, primary_key=True),
    Column("address", Text, nullable=False),  # encrypted
    Column("added_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("problem", String),
    _refers("member_id", "members"),
    Index(None, "due_at"),
)

webhook_secrets = _table(
    "webhook_secrets",
    Column("secret", Text, nullable=False),  # encrypted
    Column("rotated_at", Instant, nullable=False),
    _of_workspace(),
)

ratings = _table(
    "ratings",
    Column("id", ID, primary_key=True),
    Column("client_id", ID, nullable=False),
    Column("member_id", ID, nullable=False),
    Column("visit_id", ID),
    Column("on", Date, nullable=False),
    *_scores(),
    Column("note", Text, nullable=False),
    Column("source", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("deleted_at", Instant),
    Column("fault", one_of(Fault)),
    _refers("client_id", "clients"),
    _refers("member_id", "members"),
    _refers("visit_id", "visits"),
    Index(
        "uq_ratings_of_a_visit",
        *("workspace_id", "client_id", "member_id", "visit_id"),
        unique=True,
        postgresql_where=column("visit_id").is_not(None),
        sqlite_where=column("visit_id").is_not(None),
    ),
    Index(
        "uq_ratings_of_a_date",
        *("workspace_id", "client_id", "member_id", "on"),
        unique=True,
        postgresql_where=column("visit_id").is_(None),
        sqlite_where=column("visit_id").is_(None),
    ),
    Index(None, "workspace_id", "member_id", "on"),
    Index(None, "workspace_id", "client_id", "revision", "recorded_at"),  # all that a client's mark is made of
)

rating_revisions = _table(
    "rating_revisions",
    Column("rating_id", ID, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    Column("submission", String),
    Column("previous", Integer),  # the revision that undo goes back to; NULL: to nothing
    Column("deleted", Boolean, nullable=False),
    *_scores(),
    Column("clues", JSON, nullable=False),
    Column("note", Text, nullable=False),
    _refers("rating_id", "ratings"),
    UniqueConstraint("workspace_id", "submission"),
)

rating_clues = _table(
    "rating_clues",
    Column("rating_id", ID, primary_key=True),
    Column("clue", String, primary_key=True),
    Column("dealt_by", ID),
    Column("dealt_at", Instant),
    _refers("rating_id", "ratings"),
    _refers("dealt_by", "members"),
)

held_notes = _table(  # they wait for their writer's rewording and are in no rating and no revision
    "held_notes",
    Column("rating_id", ID, primary_key=True),
    Column("note", Text, nullable=False),
    Column("held_at", Instant, nullable=False),
    _refers("rating_id", "ratings"),
)

invoices = _table(
    "invoices",
    Column("client_id", ID, primary_key=True),
    Column("number", String(INVOICE_NUMBER_LIMIT), primary_key=True),
    Column("due", Date, nullable=False),
    Column("paid", Date),
    Column("amount_due", BigInteger),  # in hundredths; NULL: the accounts did not say
    Column("known_on", Date, nullable=False),
    _refers("client_id", "clients"),
)

subscriptions = _table(
    "subscriptions",
    Column("id", ID, primary_key=True),
    Column("cadence", one_of(Cadence), nullable=False),
    Column("channel", String),
    Column("member_id", ID),
    Column("weekday", SmallInteger, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String, nullable=False),
    Column("paused_from", Date),
    Column("paused_until", Date),
    Column("due_at", Instant),
    _of_workspace(),
    _refers("member_id", "members"),
    CheckConstraint(column("channel").is_(None) | column("member_id").is_(None), name="one_audience"),
    Index(None, "due_at"),
)

digests = _table(
    "digests",
    Column("id", ID, primary_key=True),
    Column("subscription_id", ID, nullable=False),
    Column("period", Date, nullable=False),
    Column("state", one_of(DigestState), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("ref", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("content", Text),
    Column("channel", String),
    Column("message_ts", String),
    Column("reason", String),
    Column("finished_at", Instant),
    Column("owner", String),
    _refers("subscription_id", "subscriptions"),
    UniqueConstraint("workspace_id", "subscription_id", "period"),
    Index(None, "state", "due_at"),
)

conversations = _table(
    "conversations",
    Column("thread", String, primary_key=True),
    Column("query", JSON, nullable=False),
    Column("until", Instant, nullable=False),
    _of_workspace(),
)

seen_events = _table(
    "seen_events",
    Column("event", String, primary_key=True),
    Column("until", Instant, nullable=False),
    _of_workspace(),
)

audit_log = _table(
    "audit_log",
    Column("id", ID, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String),
    Column("action", String, nullable=False),
    Column("detail", JSON, nullable=False),
    _of_workspace(),
)

installations = Table(
    "installations",
    metadata,
    Column("enterprise_id", String, primary_key=True),  # "" where there is none: NULLs would not be unique
    Column("team_id", String, primary_key=True),
    Column("workspace_id", ID, nullable=False),
    Column("team_name", String, nullable=False),
    Column("bot_token", Text),  # encrypted
    Column("bot_user", String, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("installed_by", String),
    _of_workspace(),
    Index(None, "workspace_id"),
)

phrases = _table(
    "phrases",
    Column("phrase", String, primary_key=True),
    Column("meaning", String, nullable=False),
    _of_workspace(),
)

unclear_phrases = _table(
    "unclear_phrases",
    Column("words", String, primary_key=True),
    Column("meaning", String, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    _of_workspace(),
)
