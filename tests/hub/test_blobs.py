"""Files that are too large for the database: a folder and a bucket keep the same promises."""

import io
import os
import urllib.request

import pytest
from moto.server import ThreadedMotoServer

from hub.blobs import FolderStore, S3CompatibleStore, StoreSink, open_store
from schemas.errors import Busy, NotFound

DIGEST = "ab" * 32
BUCKET = b"<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"


@pytest.fixture(scope="module")
def bucket():
    """The address of a stand-in for an S3-compatible store, with a bucket in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    asked = urllib.request.Request(f"{address}/hub", method="PUT", data=BUCKET)
    urllib.request.urlopen(asked).close()
    yield address
    server.stop()


def credentials(monkeypatch, address):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path, monkeypatch):
    if request.param == "folder":
        return open_store(tmp_path.as_uri())
    credentials(monkeypatch, request.getfixturevalue("bucket"))
    return open_store("s3://hub")


def test_what_is_put_is_there(store):
    store.put(DIGEST, io.BytesIO(b"content"))
    assert store.get(DIGEST) == b"content"


def test_putting_the_same_again_changes_nothing(store):
    for _ in range(2):
        store.put(DIGEST, io.BytesIO(b"content"))
    assert store.get(DIGEST) == b"content"


def test_a_file_of_the_largest_size_comes_back_byte_for_byte(store):
    content = os.urandom(1 << 20) * 25
    store.put("cd" * 32, io.BytesIO(content))
    assert store.get("cd" * 32) == content


def test_what_was_never_put_is_not_found(store):
    with pytest.raises(NotFound):
        store.get("ef" * 32)


def test_what_comes_in_pieces_is_found_by_its_hash(store):
    sink = StoreSink(store)
    for part in (b"one ", b"two"):
        sink.write(part)
    assert store.get(sink.close()) == b"one two"


def test_the_doctor_can_try_it(store):
    assert store.check() in {"folder", "bucket"}


def test_a_bucket_that_is_away_is_busy(monkeypatch):
    credentials(monkeypatch, "http://127.0.0.1:9")
    away = S3CompatibleStore("s3://hub")
    for ask in (lambda: away.get(DIGEST), lambda: away.put(DIGEST, io.BytesIO(b"x")), away.check):
        with pytest.raises(Busy, match="files"):
            ask()


def test_a_bucket_that_does_not_exist_is_busy_and_no_missing_file(monkeypatch, bucket):
    credentials(monkeypatch, bucket)
    with pytest.raises(Busy, match="files"):
        open_store("s3://another").check()


def test_a_folder_that_cannot_be_made_is_busy_and_no_mistake_of_ours(tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(Busy, match="files"):
        FolderStore(tmp_path / "taken").put(DIGEST, io.BytesIO(b"content"))


def test_the_name_of_a_file_is_synced_as_well_as_its_bytes(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda opened: synced.append(os.path.realpath(f"/proc/self/fd/{opened}")))
    FolderStore(tmp_path).put(DIGEST, io.BytesIO(b"content"))
    assert synced[1:] == [str(tmp_path / "ab"), str(tmp_path)]
    assert FolderStore(tmp_path).get(DIGEST) == b"content"
