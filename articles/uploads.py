"""Uploads on their way in: too large a file or a full disk costs that file, not the whole form."""

from contextlib import contextmanager, suppress

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.text import format_lazy

from articles.images import kinds, limits, storage

MAX_BYTES = 2 * limits.MAX_BYTES  # a little above any form's own limit, which names it to the person


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Spools large files to disk, but no more of them than any form of ours would take.

    What cannot be spooled arrives as an empty file whose `refusal` is the sentence for the person.
    """

    file = refusal = None  # it is told of an interrupted upload even when it had no file of it

    def new_file(self, *args, **kwargs):
        self.refusal = self.file = None
        with self._noticing_a_full_disk():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > MAX_BYTES:
            self.refusal = format_lazy(kinds.TOO_BIG, limit=limits.MAX_BYTES // 1024**2)
        if self.refusal is None:
            with self._noticing_a_full_disk():
                self.file.write(raw_data)

    def file_complete(self, file_size):
        if self.refusal is None:
            with self._noticing_a_full_disk():
                return super().file_complete(file_size)
        if self.file is not None:
            with suppress(OSError):  # what is still buffered may not fit either
                self.file.close()
        empty = SimpleUploadedFile(self.file_name, b"", self.content_type)
        empty.refusal = self.refusal
        return empty

    def upload_interrupted(self):
        if self.file is not None:
            super().upload_interrupted()

    @contextmanager
    def _noticing_a_full_disk(self):
        try:
            yield
        except OSError as error:
            if error.errno not in storage.FULL:
                raise
            self.refusal = storage.DISK_FULL
