"""The language comes from the address alone, so an address is the same bytes for everybody."""

from django.conf import settings
from django.utils import translation


class LanguageFromPath:
    """Chinese, except under `/en/`. Admin is Chinese. Unlike Django's LocaleMiddleware nothing varies by header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
