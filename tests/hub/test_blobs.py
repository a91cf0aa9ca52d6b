"""Files that are too large for the database."""

import io
import os

import pytest

from hub.blobs import FolderStore
from schemas.errors import Busy


def test_a_folder_that_cannot_be_made_is_busy_and_no_mistake_of_ours(tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(Busy, match="files"):
        FolderStore(tmp_path / "taken").put("ab" * 32, io.BytesIO(b"content"))


def test_the_name_of_a_file_is_synced_as_well_as_its_bytes(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda opened: synced.append(os.path.realpath(f"/proc/self/fd/{opened}")))
    FolderStore(tmp_path).put("ab" * 32, io.BytesIO(b"content"))
    assert synced[1:] == [str(tmp_path / "ab"), str(tmp_path)]
    assert FolderStore(tmp_path).get("ab" * 32) == b"content"
