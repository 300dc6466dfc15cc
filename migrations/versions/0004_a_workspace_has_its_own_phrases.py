"""A workspace has its own phrases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrases",
        sa.Column("workspace_id", sa.String(length=36), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.workspace_id"], name=op.f("fk_phrases_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "phrase", name=op.f("pk_phrases")),
    )
    op.create_table(
        "unclear_phrases",
        sa.Column("workspace_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.workspace_id"], name=op.f("fk_unclear_phrases_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "words", name=op.f("pk_unclear_phrases")),
    )


def downgrade() -> None:
    op.drop_table("unclear_phrases")
    op.drop_table("phrases")
