"""Files on their way: how they grow, end, and are refused, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from handlers.documents import uploads
from handlers.documents.rules.uploads import PIECE
from handlers.documents.tables import UPLOAD_PARTS
from hub import rows
from hub.database import Database
from schemas.errors import Conflict, NotFound, Refused

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=25)
BOUNDS = uploads.bounds_of(10_000_000, 2, timedelta(hours=24))
PLACE = ("dossier", "application", "D1")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Database(url)
    SQLModel.metadata.create_all(made.engine)
    yield made
    made.close()


def opened(database, length=10, owner="user:bram", name="a.pdf"):
    with database.transaction() as connection:
        return uploads.open_upload(connection, owner, PLACE, name, length, BOUNDS, NOW)


def grown(database, upload, body):
    with database.transaction() as connection:
        return uploads.append(connection, upload, body)


def content(database, upload):
    with database.reading() as connection:
        return b"".join(uploads.parts_of(connection, upload.id))


def parts(database, upload):
    with database.reading() as connection:
        return [len(each.body) for each in rows.select(connection, UPLOAD_PARTS, "upload_id", [upload.id])]


def test_a_file_grows_piece_by_piece_and_is_whole_at_the_announced_length(database):
    upload = opened(database)
    upload = grown(database, upload, b"0123")
    assert (upload.offset, upload.is_whole) == (4, False)
    upload = grown(database, upload, b"456789")
    assert (upload.offset, upload.is_whole) == (10, True)
    assert content(database, upload) == b"0123456789"


def test_no_row_holds_more_than_a_megabyte(database):
    upload = opened(database, 2 * PIECE + 5)
    upload = grown(database, upload, b"x" * (2 * PIECE + 5))
    assert parts(database, upload) == [PIECE, PIECE, 5]


def test_of_two_who_go_on_at_the_same_place_one_is_refused_and_nothing_is_twice(database):
    upload = opened(database)
    grown(database, upload, b"0123")
    with pytest.raises(Conflict) as refused:
        grown(database, upload, b"abcd")
    assert (refused.value.slug, refused.value.came, refused.value.expected) == ("upload-offset", "0", "4")
    assert content(database, upload) == b"0123"


def test_more_than_was_announced_is_refused(database):
    upload = opened(database)
    with pytest.raises(Refused) as refused:
        grown(database, upload, b"0" * 11)
    assert refused.value.slug == "upload-too-large"
    assert content(database, upload) == b""


@pytest.mark.parametrize(("length", "slug"), [(0, "file-empty"), (10_000_001, "upload-too-large")])
def test_a_length_that_no_file_may_have_is_refused(database, length, slug):
    with pytest.raises(Refused) as refused:
        opened(database, length)
    assert refused.value.slug == slug


def test_a_third_file_waits_until_one_of_two_is_done(database):
    first, _ = opened(database), opened(database)
    with pytest.raises(Conflict) as refused:
        opened(database)
    assert refused.value.slug == "too-many-uploads"
    with database.transaction() as connection:
        uploads.end_refused(connection, first)
    assert opened(database).offset == 0
    assert opened(database, owner="user:els").owner == "user:els"


def test_an_upload_is_of_its_owner_and_for_its_time(database):
    upload = opened(database)
    with database.reading() as connection:
        assert uploads.upload_of(connection, upload.id, "user:bram", NOW) == upload
        with pytest.raises(NotFound):
            uploads.upload_of(connection, upload.id, "user:chris", NOW)
        with pytest.raises(Refused) as refused:
            uploads.upload_of(connection, upload.id, "user:bram", LATER)
    assert refused.value.slug == "upload-expired"


def test_what_ended_takes_nothing_more_and_gives_its_bytes_back(database):
    upload = grown(database, opened(database), b"0123456789")
    with database.transaction() as connection:
        ended = uploads.end_attached(connection, upload, "sha256:ab")
    assert (ended.ended, bool(ended.attachment_id)) == ("attached", True)
    assert content(database, upload) == b""
    with pytest.raises(Conflict):
        uploads.check_offset(ended, 10)


def test_what_was_left_whole_is_found_and_what_expired_is_forgotten(database):
    whole, half = grown(database, opened(database), b"0123456789"), grown(database, opened(database), b"01")
    with database.reading() as connection:
        assert [each.id for each in uploads.left_whole(connection, LATER)] == [whole.id]
        assert uploads.left_whole(connection, NOW) == []
    with database.transaction() as connection:
        assert uploads.drop_expired(connection, NOW) == 0
        assert uploads.drop_expired(connection, LATER) == 2
    assert (content(database, whole), content(database, half)) == (b"", b"")
