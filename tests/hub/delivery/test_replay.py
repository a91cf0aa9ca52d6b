"""Decisions about what goes out change no fact: replay keeps them as they were."""

from sqlmodel import SQLModel

from hub.delivery.decisions import decide
from hub.directory import register
from hub.records import NodeEntry
from hub.replay import replay
from schemas.operations import PausePartner, SendAgain
from tests.builders.engine import OpenPage, WriteLine, entry
from tests.builders.runtimes import runtime_of


def create(database):
    SQLModel.metadata.create_all(database.engine)


def test_replay_of_a_hub_where_people_decided_has_the_same_facts(toy, tmp_path):
    with toy.database.transaction() as connection:
        register(connection, [NodeEntry("600001", "lender", None, "AE", "Aegon")])
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="send")))
    toy.work()
    with toy.database.transaction() as connection:
        at = toy.clock.now().isoformat()
        connection.exec_driver_sql(f"UPDATE outgoing SET state = 'delivered', delivered_at = '{at}'")
    ((outgoing_id,),) = toy.sql("SELECT id FROM outgoing")
    for command in (
        SendAgain(outgoing_id=outgoing_id, reason="kwijt", as_new=True),
        SendAgain(outgoing_id=outgoing_id, reason="kwijt"),
        PausePartner(node="600001", direction="in", reason="rommel"),
    ):
        decide(toy.database, command, actor="user:1", at=toy.clock.now())
    url = f"sqlite:///{tmp_path}/again.db"
    found = replay(
        runtime_of(toy, tmp_path), url, create=lambda database: SQLModel.metadata.create_all(database.engine)
    )
    assert (found.is_same, found.units) == (True, 5)
