"""Many rows and few are written by different statements, and both mean the same."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Field, SQLModel

from hub import rows as statements
from hub.columns import Exact, Instant, Json
from hub.rows import Rows
from tests.builders.engine import LINES, Line, entry

ODD = "tab\tline\nback\\slash \\N \\x41 'quote' é€ \U0001f3e0"


class EveryKindTable(SQLModel, table=True):
    __tablename__ = "toy_every_kind"
    id: str = Field(primary_key=True)
    n: int
    says: str | None = None
    amount: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    day: date | None = None
    at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    yes: bool
    facts: dict[str, Any] = Field(sa_type=Json)
    body: bytes


@dataclass(frozen=True, slots=True)
class EveryKind:
    id: str
    n: int
    says: str | None
    amount: Decimal | None
    day: date | None
    at: datetime | None
    yes: bool
    facts: dict[str, Any]
    body: bytes


KINDS = Rows(EveryKindTable, EveryKind, scope="id")


@pytest.mark.parametrize("count", [2, 80])
def test_every_kind_of_column_comes_back_as_it_was_written(toy, count):
    moment = datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=UTC)
    full = [
        EveryKind(
            f"{n:03d}", -n, ODD, Decimal("145000.25"), date(2026, 2, 28), moment, n % 2 == 0, {ODD: n}, b"\x00\xff\n"
        )
        for n in range(count)
    ]
    empty = [EveryKind(f"{n:03d}", 0, None, None, None, None, False, {}, b"") for n in range(count, 2 * count)]
    with toy.database.transaction() as connection:
        statements.write(connection, KINDS, full + empty)
        assert statements.select(connection, KINDS, "id", [each.id for each in full + empty]) == full + empty


@pytest.mark.parametrize("count", [1, 80])
def test_a_row_that_is_there_already_is_an_error_and_nothing_is_written(toy, count):
    with toy.database.transaction() as connection:
        statements.write(connection, LINES, [Line("D1", 0, "stored")])
    with pytest.raises(Exception, match=r"(?i)unique"), toy.database.transaction() as connection:
        statements.write(connection, LINES, [Line("D1", n, "new") for n in range(count)])
    assert toy.lines() == ["stored"]


def plan_of(connection, statement):
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}"))


_BY_KEY = "SELECT * FROM lanes WHERE id = ANY('{a,b,c}')"


def test_a_worker_never_reads_a_whole_table_to_find_rows_by_key(toy):
    if toy.database.is_sqlite:
        pytest.skip("SQLite looks in an index whenever there is one")
    with toy.database.transaction(waits_for_disk=False) as connection:
        assert "Seq Scan" not in plan_of(connection, _BY_KEY)


def test_intake_never_reads_a_whole_table_to_find_rows_by_key_and_others_may(toy, monkeypatch):
    if toy.database.is_sqlite:
        pytest.skip("SQLite looks in an index whenever there is one")
    plans = []
    told = statements.name_rows_by_key

    def listening(connection):
        told(connection)
        plans.append(connection)

    monkeypatch.setattr(statements, "name_rows_by_key", listening)
    monkeypatch.setattr("hub.journal.names_of", _planned(plans))
    toy.hand_in(entry("A"), rings=False)
    assert plans[1:] == ["off"]
    with toy.database.transaction() as connection:
        assert connection.exec_driver_sql("SHOW enable_seqscan").scalar_one() == "on"


def _planned(plans):
    from hub.naming import names_of

    def planned(connection, entries):
        shown = statements.ask(connection, "SHOW enable_seqscan")
        names = names_of(connection, entries)

        def read():
            plans.append(shown()[0][0])
            return names()

        return read

    return planned
