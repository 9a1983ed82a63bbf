from . import articles, channels, consents, photo_reports, photos

__all__ = ["articles", "channels", "consents", "photo_reports", "photos"]
