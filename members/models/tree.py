from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NoLoops:
    """For models with a `parent`: nothing may come to lie below itself. Put it before models.Model."""

    def clean(self):
        super().clean()
        if self.pk is None or self.parent_id is None:
            return
        above = type(self)._default_manager.ancestors(self.parent, include_self=True)
        if any(node.pk == self.pk for node in above):
            raise ValidationError({"parent": _("It cannot belong to itself or to something below it.")})
