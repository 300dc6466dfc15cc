"""People are safe and clients are kept in order."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_external_ids",
        sa.Column("workspace_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["clients.workspace_id", "clients.id"],
            name=op.f("fk_client_external_ids_workspace_id_client_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "source", "external_id", name=op.f("pk_client_external_ids")),
    )
    with op.batch_alter_table("client_external_ids", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_external_ids_workspace_id_client_id"), ["workspace_id", "client_id"], unique=False
        )

    op.create_table(
        "held_notes",
        sa.Column("workspace_id", sa.String(length=36), nullable=False),
        sa.Column("rating_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "rating_id"],
            ["ratings.workspace_id", "ratings.id"],
            name=op.f("fk_held_notes_workspace_id_rating_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "rating_id", name=op.f("pk_held_notes")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keep_notes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep_scores", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("keep_scores")
        batch_op.drop_column("keep_notes")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("told")

    op.drop_table("held_notes")
    with op.batch_alter_table("client_external_ids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_external_ids_workspace_id_client_id"))

    op.drop_table("client_external_ids")
