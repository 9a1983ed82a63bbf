"""Pages of lists that may be very long: never counted to the end, never walked to the end."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Offers at most fifty pages and counts no further; what lies deeper is reached by the archive.

    So the last page of a hundred thousand rows costs what the last page of a thousand does.
    """

    max_pages = 50

    @cached_property
    def limit(self) -> int:
        return self.per_page * self.max_pages

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[: self.limit + 1].count()

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, self.max_pages)

    @property
    def is_capped(self) -> bool:
        """Whether there is more than the pages offer; templates then point to the archive."""
        return self.count > self.limit
