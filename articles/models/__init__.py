from .article import Article, Credit
from .channel import Channel, Topic
from .photo import Photo
from .report import PhotoReport, ReportPhoto

__all__ = ["Article", "Channel", "Credit", "Photo", "PhotoReport", "ReportPhoto", "Topic"]
