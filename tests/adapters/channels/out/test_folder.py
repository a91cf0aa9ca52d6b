"""The folder out: whole files under names that sort, receipts beside them, and what a folder may do wrong."""

import json
import os
import time

import pytest

from adapters.channels.out.folder import FolderChannel, name_of
from hub.delivery.channel import Acknowledged, Delivered, NotNow, Parcel, RefusedByPartner
from tests.builders.delivery import LENDER, Post, letter
from tests.builders.engine import START

RECEIPT = {"id": "r-1", "outcome": "accepted"}


def parcel(number, **more):
    row = letter(number, **more)
    return Parcel(row, row.body)


def lay(folder, row, content, *, age_s=0):
    place = folder / f"{name_of(row)}.receipt.json"
    place.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    os.utime(place, (time.time() - age_s,) * 2)
    return place


def names(folder):
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def post(tmp_path):
    made = Post(f"sqlite:///{tmp_path}/hub.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_a_message_is_a_file_with_its_envelope_beside_it(folder):
    one = parcel(42)
    assert FolderChannel(folder).deliver([one]) == {one.id: Delivered()}
    name = "000000000042-20261121T090000.000000-001-0199f3d2-0000-7000-8000-000000000042"
    assert names(folder) == [f"{name}.json", f"{name}.xml"]
    assert (folder / f"{name}.xml").read_bytes() == b"<out>42</out>"
    assert json.loads((folder / f"{name}.json").read_bytes()) == one.row.envelope


def test_the_names_sort_as_the_queue_does(folder):
    shared = {"unit_id": "u", "number": 1_000_000}
    unit = [letter(1, n=0, **shared), letter(2, n=1, **shared)]
    rows = [letter(5, n=-1, number=0), letter(3), letter(9), letter(10), *unit]
    FolderChannel(folder).deliver([Parcel(row, row.body) for row in rows])
    assert [each for each in names(folder) if each.endswith(".xml")] == [f"{name_of(r)}.xml" for r in rows]


def test_what_comes_twice_replaces_itself(folder):
    channel = FolderChannel(folder)
    for _ in range(2):
        channel.deliver([parcel(1)])
    assert len(names(folder)) == 2


def test_a_folder_that_is_away_gets_nothing_and_the_rest_is_not_tried(folder, tmp_path):
    channel = FolderChannel(tmp_path / "not mounted")
    assert channel.deliver([parcel(1), parcel(2)]) == {parcel(1).id: NotNow("folder-unwritable")}
    assert not (tmp_path / "not mounted").exists()
    assert channel.answers() == []


def test_no_half_file_ever_has_the_name_of_a_message(folder, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert FolderChannel(folder).deliver([parcel(1)]) == {parcel(1).id: NotNow("folder-unwritable")}
    assert [each for each in names(folder) if not each.startswith(".")] == []


def test_a_receipt_beside_the_message_answers_it_once(folder):
    channel = FolderChannel(folder)
    one, two = letter(1), letter(2)
    lay(folder, one, RECEIPT)
    lay(folder, two, {"id": "r-2", "outcome": "refused", "refusal": {"slug": "schema-invalid"}})
    answers = channel.answers()
    assert [(each.id, each.said) for each in answers] == [
        (one.id, Acknowledged({"receipt": "r-1"})),
        (two.id, RefusedByPartner({"receipt": "r-2", "slug": "schema-invalid"})),
    ]
    channel.settle(answers)
    assert channel.answers() == []
    assert len(names(folder / "taken")) == 2


def test_a_receipt_that_is_still_being_written_is_waited_for_and_garbage_is_not_for_ever(folder):
    channel = FolderChannel(folder)
    lay(folder, letter(1), b'{"id": "r-1", "outc')
    assert channel.answers() == []
    lay(folder, letter(1), b'{"id": "r-1", "outc', age_s=60)
    assert [each.said for each in channel.answers()] == [None]


def test_a_receipt_about_another_message_than_its_name_says_nothing(folder):
    lay(folder, letter(1), RECEIPT | {"envelope": {"message_id": letter(2).id}}, age_s=60)
    assert [each.said for each in FolderChannel(folder).answers()] == [None]


def test_a_link_or_a_folder_that_looks_like_a_receipt_is_left_alone(folder, tmp_path):
    (tmp_path / "secret").write_text(json.dumps(RECEIPT))
    (folder / f"{name_of(letter(1))}.receipt.json").symlink_to(tmp_path / "secret")
    (folder / f"{name_of(letter(2))}.receipt.json").mkdir()
    assert FolderChannel(folder).answers() == []


def test_from_queued_to_acknowledged_through_a_folder(post, folder):
    post.channels[LENDER] = FolderChannel(folder)
    post.partner(channel="folder", address=str(folder))
    post.queue(letter(1), letter(2))
    post.drain()
    assert post.states() == {1: "delivered", 2: "delivered"}
    lay(folder, letter(1), RECEIPT)
    lay(folder, letter(7), RECEIPT)
    post.drain()
    assert post.states() == {1: "acknowledged", 2: "delivered"}
    assert (post.row(1).answered_at, post.row(1).answer) == (START, {"receipt": "r-1"})
    assert not list(folder.glob("*.receipt.json"))


def test_a_receipt_of_an_earlier_sending_does_not_answer_the_next(post, folder):
    post.channels[LENDER] = FolderChannel(folder)
    post.partner(channel="folder", address=str(folder))
    post.queue(letter(1))
    lay(folder, letter(1), {"id": "old", "outcome": "refused"})
    post.drain()
    assert post.states() == {1: "delivered"}
