"""carrying: an exchange knows to which package its answers go; offices say who they are to a receiver"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lanes", sa.Column("forwards_to", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "office_profiles",
        sa.Column("office_id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in (
                "company",
                "phone",
                "email",
                "afm_number",
                "website",
                "street",
                "house_number",
                "house_number_suffix",
                "postcode",
                "city",
            )
        ),
        sa.PrimaryKeyConstraint("office_id"),
    )
    op.create_table(
        "agent_numbers",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("lender", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "lender"),
    )
    op.create_index("agent_numbers_number", "agent_numbers", ["number"])


def downgrade() -> None:
    op.drop_index("agent_numbers_number", table_name="agent_numbers")
    op.drop_table("agent_numbers")
    op.drop_table("office_profiles")
    op.drop_column("lanes", "forwards_to")
