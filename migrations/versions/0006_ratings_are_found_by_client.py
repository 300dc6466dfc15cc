"""Ratings are found by client, and whether one has changed without reading them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = "ix_ratings_workspace_id_client_id_revision_recorded_at"


def upgrade() -> None:
    op.create_index(op.f(NAME), "ratings", ["workspace_id", "client_id", "revision", "recorded_at"])


def downgrade() -> None:
    op.drop_index(op.f(NAME), "ratings")
