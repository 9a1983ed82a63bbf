"""Pictures as files: looked at, kept, and made into renditions. Knows nothing of the database.

`inspect(file)` says what an upload is or raises `ImageRefused` with a sentence for the person who sent it;
`render(original, directory, stem)` makes the public renditions; `storage` keeps files so that a power cut or
a full disk leaves either the whole file or none.
"""

from .errors import ImageRefused, StorageFailed
from .inspection import ImageFacts, inspect
from .names import rendition_name, shown_name
from .rendering import FORMATS, WIDTHS, Renditions, render

__all__ = [
    "FORMATS",
    "WIDTHS",
    "ImageFacts",
    "ImageRefused",
    "Renditions",
    "StorageFailed",
    "inspect",
    "render",
    "rendition_name",
    "shown_name",
]
