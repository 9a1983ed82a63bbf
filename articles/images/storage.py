"""Files that are whole or not there: write beside the place, fsync, rename. The row is committed afterwards."""

import errno
import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .errors import StorageFailed

FILE_MODE = 0o640
DIRECTORY_MODE = 0o750
PART_SUFFIX = ".part"  # reconcile_media removes what a killed process leaves
FULL = {errno.ENOSPC, errno.EDQUOT}

DISK_FULL = _("The server has no room for the photo. Nothing was kept of it; tell the site's administrator.")
NOT_WRITTEN = _("The server could not keep the photo. Try again later, or tell the site's administrator.")

logger = logging.getLogger(__name__)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; `path` appears, complete and on disk, only when the block ends well.

    Raises StorageFailed when the disk refuses; no partial file remains.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    try:
        path.parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_directory(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno is None:
            raise  # not the disk's: Pillow says "truncated" with an OSError of its own
        logger.exception("Cannot write %s", path)
        raise StorageFailed(DISK_FULL if error.errno in FULL else NOT_WRITTEN) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def keep(source: BinaryIO, path: Path) -> None:
    """Copy an upload to its place from its beginning, and leave it rewound."""
    source.seek(0)
    with whole_file(path) as file:
        shutil.copyfileobj(source, file, 1024 * 1024)
    source.seek(0)


def remove(*paths: Path) -> None:
    """Remove files that may already be gone."""
    for path in paths:
        path.unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    """Make the rename itself survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
