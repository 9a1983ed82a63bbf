"""Renditions, where no web server stands in front to serve them (the demo, a small site)."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
MEDIA_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
ONE_YEAR = 365 * 86400


@require_safe
def rendition(request, folder: str, name: str):
    """Serve one rendition; its name holds a random key and its bytes never change, so it may be kept for a year."""
    path = Path(settings.MEDIA_ROOT) / "photos" / folder / name
    try:
        file = path.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=CONTENT_TYPES[path.suffix[1:]])
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    return response
