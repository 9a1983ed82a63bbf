import errno
import io
import os

import pytest

from articles.images import StorageFailed, storage


def test_keep_writes_the_whole_file_for_its_owner_and_group(tmp_path):
    source = io.BytesIO(b"x" * 3_000_000)
    source.read()
    storage.keep(source, tmp_path / "a" / "b" / "photo")
    assert (tmp_path / "a" / "b" / "photo").read_bytes() == b"x" * 3_000_000
    assert (tmp_path / "a" / "b" / "photo").stat().st_mode & 0o777 == 0o640
    assert source.tell() == 0


def test_keep_syncs_the_file_before_it_has_its_name_and_the_directory_after(tmp_path, monkeypatch):
    seen = []
    sync = os.fsync

    def noticing(descriptor):
        seen.append((tmp_path / "photo").exists())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noticing)
    storage.keep(io.BytesIO(b"x"), tmp_path / "photo")
    assert seen == [False, True]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, storage.DISK_FULL), (errno.EDQUOT, storage.DISK_FULL), (errno.EIO, storage.NOT_WRITTEN)],
)
@pytest.mark.parametrize("call", ["fsync", "open"])
def test_keep_turns_a_refusing_disk_into_a_sentence(number, sentence, call, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StorageFailed) as failure:
        storage.keep(io.BytesIO(b"x"), tmp_path / "photo")
    assert failure.value.sentence == sentence
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_keep_leaves_an_older_file_alone_when_it_fails(tmp_path):
    (tmp_path / "photo").write_bytes(b"old")

    class Broken(io.BytesIO):
        def read(self, *args):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storage.keep(Broken(), tmp_path / "photo")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


def test_remove_does_not_mind_what_is_gone(tmp_path):
    storage.remove(tmp_path / "never was")
