"""The folder in: whole files in the order of their names, a receipt for each, and a process that dies in between."""

import json
import os
import time
from datetime import timedelta

import pytest

from adapters.channels.hot_folder import ANSWERED, COPIED, JOURNALED, MOVED, HotFolder
from adapters.simulator import messages
from schemas.errors import Busy
from tests.builders.bad_input import AT
from tests.builders.channels import NoTrial
from tests.builders.hub import LENDER

STEPS = (JOURNALED, ANSWERED, COPIED, MOVED)


class Killed(BaseException):
    """Stands for a process that dies: nothing catches it."""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def hot(hub, folder):
    return opened(hub, folder)


def opened(hub, folder, **more):
    trial = more.pop("trial", None) or NoTrial()
    return HotFolder(folder, LENDER, hub.intake, hub.clock, hub.rung.extend, trial=trial, **more)


@pytest.fixture(autouse=True)
def _rung(hub):
    hub.rung = []


def sx(number, hour=1, **more):
    return messages.sx("10", at=AT + timedelta(hours=hour), number=number, **more)


def lay(folder, name, content, envelope=None, *, age_s=60):
    """A file that lies there for a while already, with its envelope."""
    places = [folder / f"{name}.xml"]
    if envelope is not None:
        (folder / f"{name}.json").write_text(json.dumps(envelope))
        places.append(folder / f"{name}.json")
    places[0].write_bytes(content)
    for place in places:
        os.utime(place, (time.time() - age_s,) * 2)


def names(folder):
    return sorted(each.name for each in folder.iterdir() if each.is_file())


def receipt(folder, name):
    return json.loads((folder / f"{name}.receipt.json").read_bytes())


def test_a_file_becomes_a_message_of_the_folders_partner_with_a_receipt_beside_it(hub, hot, folder):
    lay(folder, "001", sx("A-1"))
    assert hot.take() == 1
    said = receipt(folder, "001")
    assert (said["outcome"], said["envelope"]["sender"]) == ("accepted", LENDER)
    assert hub.sql("SELECT id, sender, channel FROM messages") == [(said["id"], LENDER, "folder")]
    assert (names(folder), names(folder / "done")) == (["001.receipt.json"], ["001.xml"])
    assert [bell.unit_id for bell in hub.rung] == [said["id"]]


def test_the_envelope_beside_it_goes_with_it(hub, hot, folder):
    lay(folder, "001", sx("A-1"), {"message_id": "partner-1"})
    hot.take()
    assert hub.sql("SELECT identity FROM messages") == [("partner-1",)]
    assert (names(folder), names(folder / "done")) == (["001.receipt.json"], ["001.json", "001.xml"])


def test_a_refused_file_goes_elsewhere_and_its_receipt_says_why(hub, hot, folder):
    lay(folder, "001", sx("A-1", sender="600002"))
    lay(folder, "002", b"not xml")
    assert hot.take() == 2
    assert [receipt(folder, name)["refusal"]["slug"] for name in ("001", "002")] == ["sender-mismatch", "xml-malformed"]
    assert names(folder / "refused") == ["001.xml", "002.xml"]


def test_files_are_taken_in_the_order_of_their_names(hub, hot, folder):
    for name in ("010", "002", "001"):
        lay(folder, name, sx(f"A-{name}"))
    hot.take()
    assert [row[0] for row in hub.sql("SELECT dossier_name FROM messages ORDER BY id")] == ["A-001", "A-002", "A-010"]


def test_one_broken_file_among_a_hundred_stops_no_other(hub, hot, folder):
    for n in range(100):
        lay(folder, f"{n:03d}", b"<broken" if n == 50 else sx(f"A-{n}"))
    assert hot.take() == 100
    assert len(names(folder / "done")) == 99
    assert names(folder / "refused") == ["050.xml"]
    assert len(list(folder.glob("*.receipt.json"))) == 100


def test_more_than_a_hundred_come_in_turns(hub, hot, folder):
    for n in range(105):
        lay(folder, f"{n:03d}", sx(f"A-{n}"))
    assert [hot.take(), hot.take(), hot.take()] == [100, 5, 0]


def test_a_file_that_is_still_written_holds_those_behind_it(hub, folder):
    hot = opened(hub, folder, settled_s=0.3)
    lay(folder, "001", sx("A-1"))
    lay(folder, "002", sx("A-2")[:100], age_s=0)
    lay(folder, "003", sx("A-3"))
    assert hot.take() == 1
    lay(folder, "002", sx("A-2"), age_s=0)
    assert hot.take() == 0
    time.sleep(0.4)
    assert hot.take() == 2
    assert [receipt(folder, name)["outcome"] for name in ("001", "002", "003")] == ["accepted"] * 3


def test_a_file_of_tomorrow_is_taken_when_it_stays_as_it_is(hub, folder):
    hot = opened(hub, folder, settled_s=0.2)
    lay(folder, "001", sx("A-1"), age_s=-86_400)
    assert hot.take() == 0
    time.sleep(0.3)
    assert hot.take() == 1


def test_what_is_no_message_is_left_alone(hub, hot, folder, tmp_path):
    (tmp_path / "secret.xml").write_bytes(sx("A-1"))
    (folder / "link.xml").symlink_to(tmp_path / "secret.xml")
    (folder / "folder.xml").mkdir()
    (folder / ".hidden.xml").write_bytes(sx("A-2"))
    (folder / "001.xml.part").write_bytes(sx("A-3"))
    (folder / "readme.txt").write_text("hallo")
    (folder / "early.json").write_text("{}")
    assert hot.take() == 0
    assert len(list(folder.iterdir())) == 6
    assert (tmp_path / "secret.xml").exists()


def test_a_name_that_looks_like_a_receipt_is_refused(hub, hot, folder):
    lay(folder, "001.receipt", sx("A-1"), {"message_id": "x"})
    hot.take()
    assert receipt(folder, "001.receipt")["refusal"]["slug"] == "envelope-invalid"


def test_a_file_that_cannot_be_read_stops_no_other(hub, hot, folder, monkeypatch):
    from adapters.channels import hot_folder

    def read(path, *rest):
        if path.name == "001.xml":
            raise Busy("file", "permission denied")
        return original(path, *rest)

    original = hot_folder.read
    monkeypatch.setattr(hot_folder, "read", read)
    lay(folder, "001", sx("A-1"))
    lay(folder, "002", sx("A-2"))
    assert hot.take() == 1
    assert names(folder / "done") == ["002.xml"]


def test_a_file_that_is_too_large_is_refused_unread(hub, hot, folder, monkeypatch):
    hub.intake.limit = 1_000
    lay(folder, "001", b"<x>" + b" " * 2_000 + b"</x>")
    hot.take()
    assert receipt(folder, "001")["refusal"]["slug"] == "message-too-large"


def test_a_name_that_was_used_before_keeps_both_files(hub, hot, folder):
    for n in range(3):
        lay(folder, "001", sx(f"A-{n}"), {"message_id": f"m-{n}"})
        assert hot.take() == 1
    assert names(folder / "done") == sorted(f"001{n}.{kind}" for n in ("", "~2", "~3") for kind in ("json", "xml"))
    assert names(folder) == ["001.receipt.json"]


def test_a_folder_that_is_away_is_busy(hub, tmp_path):
    with pytest.raises(Busy):
        opened(hub, tmp_path / "not mounted").take()


def test_a_full_disk_journals_and_answers_when_there_is_room(hub, hot, folder, monkeypatch):
    from adapters.channels import hot_folder

    def full(*_):
        raise OSError(28, "No space left on device")

    write = hot_folder.write_whole
    monkeypatch.setattr(hot_folder, "write_whole", full)
    lay(folder, "001", sx("A-1"))
    with pytest.raises(Busy):
        hot.take()
    monkeypatch.setattr(hot_folder, "write_whole", write)
    assert hot.take() == 1
    assert hub.sql("SELECT count(*) FROM messages") == [(1,)]
    assert receipt(folder, "001")["outcome"] == "accepted"


def test_a_file_that_kills_its_process_is_refused_unread_and_the_others_go_on(hub, folder, monkeypatch):
    take = hub.intake.take

    def dies(handed):
        if any(b"deadly" in one.body and one.refusal is None for one in handed):
            raise Killed
        return take(handed)

    monkeypatch.setattr(hub.intake, "take", dies)
    lay(folder, "001", sx("A-1"))
    lay(folder, "002", b"<deadly/>")
    with pytest.raises(Killed):
        opened(hub, folder).take()
    trial = NoTrial(b"deadly")
    assert opened(hub, folder, trial=trial).take() == 2
    assert len(trial.tried) == 2
    assert receipt(folder, "001")["outcome"] == "accepted"
    assert receipt(folder, "002")["refusal"]["slug"] == "intake-crashed"
    assert not (folder / ".in-hand").exists()


def test_a_marker_that_a_partner_wrote_harms_nobody(hub, folder):
    (folder / ".in-hand").write_bytes(b"\xff\xfe")
    lay(folder, "001", sx("A-1"))
    assert opened(hub, folder).take() == 1


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("envelope", [None, {"message_id": "m-1"}], ids=["bare", "with envelope"])
def test_a_process_that_dies_between_two_steps_loses_and_doubles_nothing(hub, folder, step, envelope):
    def dies(reached):
        if reached == step:
            raise Killed

    lay(folder, "001", sx("A-1"), envelope)
    lay(folder, "002", sx("A-2"))
    with pytest.raises(Killed):
        opened(hub, folder, reached=dies).take()
    before = hub.sql("SELECT message_id, body FROM receipts ORDER BY message_id")
    again = opened(hub, folder)
    while again.take():
        pass
    assert hub.sql("SELECT message_id, body FROM receipts ORDER BY message_id") == before
    assert hub.sql("SELECT count(*) FROM messages") == [(2,)]
    assert names(folder) == ["001.receipt.json", "002.receipt.json"]
    assert names(folder / "done") == (["001.json"] if envelope else []) + ["001.xml", "002.xml"]
    given = {(folder / f"{name}.receipt.json").read_bytes() for name in ("001", "002")}
    assert given == {bytes(body) for _, body in before}
