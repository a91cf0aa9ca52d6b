"""What takes long to find out about the hub: the balance of the ledger, and what the doctor says."""

from hub.doctor import Finding, examine
from hub.ledger import Balance, balance, snapshot
from hub.long_answer import LongAnswer
from hub.runtime import Runtime

_GOOD_FOR_S = 60.0
MOST_OF_EACH = 500
"""Imbalances of one kind that are named here; the command line prints all."""


class Examining:
    """Both answers of one process; nothing is asked before somebody wants to know."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.balance: LongAnswer[Balance] = LongAnswer(self._balance, runtime.clock, _GOOD_FOR_S)
        self.findings: LongAnswer[list[Finding]] = LongAnswer(self._findings, runtime.clock, _GOOD_FOR_S)

    def _balance(self) -> Balance:
        with snapshot(self._runtime.database) as connection:
            return balance(connection, MOST_OF_EACH)

    def _findings(self) -> list[Finding]:
        return examine(self._runtime)
