import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings


@pytest.fixture
def files():
    """Empty places for originals and renditions, and what lies in them."""
    places = SimpleNamespace(
        originals=Path(settings.PRIVATE_ROOT) / "originals", renditions=Path(settings.MEDIA_ROOT) / "photos"
    )
    for place in vars(places).values():
        shutil.rmtree(place, ignore_errors=True)
    return places
