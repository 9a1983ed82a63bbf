"""Where private files live: outside everything that a web server serves."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.functional import LazyObject


class PrivateStorage(LazyObject):
    """Files under settings.PRIVATE_ROOT; they have no address, only views that check rights read them."""

    def _setup(self):
        self._wrapped = FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


private_storage = PrivateStorage()


def private() -> PrivateStorage:
    """The private storage, as a callable: so migrations do not hold a path of this machine."""
    return private_storage
