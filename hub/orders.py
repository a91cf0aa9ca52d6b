"""Orders: commands that a handler gave for elsewhere. They are journaled with the change that caused them,
and given by the timer clock in a transaction of their own.
"""

from collections.abc import Sequence
from datetime import datetime

from hub.ids import derived_id
from hub.lanes import Unit
from hub.records import TIMERS, Timer
from hub.rows import Writes
from schemas.commands import Command


def journal_orders(writes: Writes, orders: Sequence[tuple[Unit, Command]], now: datetime) -> None:
    """Writes each order as a timer that is due at once; its id follows from its unit, so replay orders it once."""
    due = [
        Timer(
            id=derived_id(unit.id, "order", str(n)),
            due_at=now,
            dossier_id=getattr(command, "dossier_id", None),
            name=type(command).__name__,
            arguments=command.model_dump_json(),
            done_at=None,
        )
        for n, (unit, command) in enumerate(orders)
    ]
    writes.write(TIMERS, due, "ignore")
