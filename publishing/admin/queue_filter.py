from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.access import scope_of
from publishing.queues import QUEUES


class QueueFilter(admin.SimpleListFilter):
    """The desk's cards as a filter of any publication's list: `?queue=review`."""

    title = _("waiting")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        scope = scope_of(request.user)
        return [(queue.key, queue.title) for queue in QUEUES.values() if scope.has(queue.right)]

    def queryset(self, request, queryset):
        queue = QUEUES.get(self.value())
        return queue.narrow(queryset, request.user, timezone.now()) if queue else queryset
