import pytest

from hub.topology import COMMANDS, INTAKE, INTAKE_DEAD, TOPOLOGY, partner_queue


def test_intake_has_one_active_consumer_and_loses_nothing_that_crashes_it():
    assert TOPOLOGY[INTAKE].arguments() == {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": 5,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "hub.intake.dead",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def test_commands_are_never_dead_lettered():
    assert TOPOLOGY[COMMANDS].arguments() == {"x-queue-type": "quorum"}


def test_every_dead_letter_has_a_queue_to_go_to():
    targets = [queue.dead_letters_to for queue in TOPOLOGY.queues if queue.dead_letters_to]
    assert targets == [INTAKE_DEAD]
    assert all(target in TOPOLOGY for target in targets)


def test_every_queue_says_in_one_sentence_what_it_is_for():
    assert [purpose.endswith(".") for _, _, purpose in TOPOLOGY.rows()] == [True, True, True, True]


def test_the_picture_shows_each_queue_and_the_way_to_the_dead():
    picture = TOPOLOGY.mermaid()
    assert picture.startswith("flowchart LR\n")
    assert "hub_intake -- after 5 returns --> hub_intake_dead" in picture
    assert '  hub_commands["hub.commands"]\n' in picture


def test_a_queue_that_is_not_in_the_table_is_named_in_the_error():
    with pytest.raises(LookupError, match=r"t\.nowhere is not a queue of the topology"):
        TOPOLOGY["t.nowhere"]


def test_a_partner_has_a_queue_of_its_own_that_refuses_when_it_is_full():
    queue = partner_queue("600001")
    assert queue.name == "hub.out.600001"
    assert queue.arguments()["x-overflow"] == "reject-publish"
    assert queue.name not in TOPOLOGY
