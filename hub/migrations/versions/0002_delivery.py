"""delivery: what goes out has a state, a queue and an envelope; partners have a way"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("receipt_status", sa.String(), nullable=False, server_default=""))
    # Nothing could be sent before, so the table is empty and made anew.
    _drop_outgoing()
    op.create_table(
        "outgoing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=True),
        sa.Column("dossier_id", sa.String(), nullable=True),
        sa.Column("office_id", sa.String(), nullable=True),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message_type", sa.String(), nullable=False),
        sa.Column("receiver_code", sa.String(), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("envelope", Json(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("payloads", Json(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("resends", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("tried_at", Instant(timezone=True), nullable=True),
        sa.Column("next_try_at", Instant(timezone=True), nullable=True),
        sa.Column("delivered_at", Instant(timezone=True), nullable=True),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("answer", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outgoing_unit", "outgoing", ["unit_id"])
    op.create_index("outgoing_lane", "outgoing", ["lane_id", "code", "request_version"])
    op.create_index("outgoing_state", "outgoing", ["state", "queue", "number"])
    op.create_index("outgoing_dossier", "outgoing", ["dossier_id"])
    op.create_table(
        "partners",
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("options", Json(), nullable=False),
        sa.Column("most_bytes", sa.Integer(), nullable=True),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("out_paused_at", Instant(timezone=True), nullable=True),
        sa.Column("out_paused_by", sa.String(), nullable=False),
        sa.Column("out_reason", sa.String(), nullable=False),
        sa.Column("in_paused_at", Instant(timezone=True), nullable=True),
        sa.Column("in_paused_by", sa.String(), nullable=False),
        sa.Column("in_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("node"),
    )


def downgrade() -> None:
    op.drop_table("partners")
    op.drop_index("outgoing_dossier", table_name="outgoing")
    op.drop_index("outgoing_state", table_name="outgoing")
    _drop_outgoing()
    op.create_table(
        "outgoing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("lane_id", sa.String(), nullable=False),
        sa.Column("dossier_id", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("message_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outgoing_unit", "outgoing", ["unit_id"])
    op.create_index("outgoing_lane", "outgoing", ["lane_id", "state"])
    op.drop_column("messages", "receipt_status")


def _drop_outgoing() -> None:
    op.drop_index("outgoing_lane", table_name="outgoing")
    op.drop_index("outgoing_unit", table_name="outgoing")
    op.drop_table("outgoing")
