"""The original of a photo, for those who may write where it belongs; each reading is recorded."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from articles.views.media import MEDIA_POLICY
from members import audit


def original(request, pk: int, *, model_admin) -> FileResponse:
    """Download an original as it was sent, position data included. Another organisation's photo is not there."""
    photo = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_change_permission(request, photo):
        raise PermissionDenied
    if not photo.original:
        raise Http404
    try:
        file = photo.original.open()
    except OSError as error:
        raise Http404 from error
    with transaction.atomic():
        audit.record(actor=request.user, action="photo.original", obj=photo, request=request)
    ending = photo.original.name.rsplit(".", 1)[-1]
    response = FileResponse(file, as_attachment=True, filename=f"photo-{photo.pk}.{ending}")
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    return response
