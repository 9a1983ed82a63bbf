"""Keeping the signed papers of consents: private files, whole or not there, gone with what replaces them."""

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from articles.images import storage
from publishing.models import Consent
from publishing.storage import private_storage


def keep_paper(consent: Consent, paper: UploadedFile) -> None:
    """Write a new paper of a consent to its place before the row names it; the old one goes once that is committed.

    Raises StorageFailed, with a sentence, when the disk refuses; then nothing is kept of the new one.
    """
    before = Consent.objects.filter(pk=consent.pk).values_list("document", flat=True).first()
    name = f"consents/{paper.name}"
    storage.keep(paper, _path(name))
    consent.document = name
    if before:
        transaction.on_commit(lambda: storage.remove(_path(before)))


def _path(name: str) -> Path:
    return Path(private_storage.path(name))
