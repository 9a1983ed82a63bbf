from . import photo_reports, photos

__all__ = ["photo_reports", "photos"]
