"""Who goes in which group, and the papers of the day: pages of an activity in the admin."""

from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.actions import groups
from activities.admin.base import ActivityMixin
from activities.people import last_four
from members import audit
from members.access import scope_of
from members.admin.base import is_number
from members.roles import Right

NONE = "none"  # in addresses: those without a group


class GroupsMixin(ActivityMixin):
    """Adds `<pk>/groups/` and `<pk>/group-lists/`, for those with the right to people, and `<pk>/day-sheet/`."""

    def get_urls(self):
        pages = (
            ("groups", self.groups_view),
            ("group-lists", require_safe(self.group_lists_view)),
            ("day-sheet", require_safe(self.day_sheet_view)),
        )
        return [
            *(
                path(f"<path:object_id>/{page}/", self.admin_site.admin_view(view), name=self.url_name(name_of(page)))
                for page, view in pages
            ),
            *super().get_urls(),
        ]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        if scope_of(request.user).has(Right.PEOPLE, activity.organisation_id) and activity.groups.exists():
            links.append((_("Groups"), self.address("groups", activity)))
        return [*links, (_("Day-sheet"), self.address("day_sheet", activity))]

    # --- who goes where ---
    def groups_view(self, request, object_id: str):
        """Everybody who is in, by unit and group; those that are ticked move together."""
        activity = self.activity_for_people(request, object_id)
        ticked = {pk for pk in request.POST.getlist("sign_up") if is_number(pk)}
        if request.method == "POST" and self._change_groups(request, activity, ticked):
            return redirect(request.get_full_path())
        return TemplateResponse(
            request, "admin/activities/groups.html", self._groups_context(request, activity, ticked)
        )

    def _change_groups(self, request, activity, ticked: set[str]) -> bool:
        """Do what was pressed; False when it was refused and what is ticked is to stay so."""
        if (act := request.POST.get("act")) in ("distribute", "anew"):
            outcome = groups.distribute(activity, actor=request.user, anew=act == "anew", request=request)
            messages.success(request, _("%(n)s people were put into groups.") % {"n": outcome.placed})
            if outcome.left:
                text = _("%(n)s people found no seat: give a group more seats, or add one.")
                messages.warning(request, text % {"n": outcome.left})
            return True
        try:
            moved = groups.place(activity, ticked, self._target(request, activity), actor=request.user, request=request)
        except (groups.GroupFull, LookupError) as refused:
            text = str(refused) if isinstance(refused, groups.GroupFull) else _("Choose the group.")
            messages.error(request, text)
            return False
        messages.success(request, _("%(n)s people moved.") % {"n": moved})
        return True

    @staticmethod
    def _target(request, activity):
        """The group that was chosen, None for none. Raises LookupError for anything else."""
        if (chosen := request.POST.get("group", "")) == NONE:
            return None
        return {str(group.pk): group for group in activity.groups.all()}[chosen]

    def _groups_context(self, request, activity, ticked: set[str]) -> dict:
        people = people_of(activity)
        unit, group = request.GET.get("unit", ""), request.GET.get("group", "")
        words = request.GET.get("q", "").strip()
        shown = [
            sign_up
            for sign_up in people
            if (not unit or str(unit_of(sign_up)) == unit)
            and (not group or str(sign_up.group_id or NONE) == group)
            and words in sign_up.participant.full_name
        ]
        for sign_up in shown:
            sign_up.is_ticked = str(sign_up.pk) in ticked
        return self.act_context(request, activity) | {
            "title": _("Groups"),
            "groups": counted(activity, people),
            "without": sum(sign_up.group_id is None for sign_up in people),
            "people": shown,
            "everybody": len(people),
            "units": units_in(people),
            "asked": {"unit": unit, "group": group, "q": words},
            "lists_url": self.address("group_lists", activity),
        }

    # --- on paper ---
    def group_lists_view(self, request, object_id: str):
        """A page for each group with its people, for its leader; each printing is recorded."""
        activity = self.activity_for_people(request, object_id)
        people = people_of(activity)
        with transaction.atomic():
            audit.record(
                actor=request.user, action="roster.print", obj=activity, note=str(len(people)), request=request
            )
        for sign_up in people:
            sign_up.last_four = last_four(sign_up.participant)
        lists = [(group, [row for row in people if row.group_id == group.pk]) for group in activity.groups.all()]
        lists.append((None, [row for row in people if row.group_id is None]))
        return self._paper(
            request, activity, "group_lists", _("Group lists"), lists=[part for part in lists if part[1]]
        )

    def day_sheet_view(self, request, object_id: str):
        """The day in itinerary, groups and contacts: what the activity's page says, and how many are in each group."""
        activity = self.get_publication(request, object_id)
        days = {}
        for leg in activity.legs.all():
            days.setdefault(leg.day, []).append(leg)
        in_groups = Counter(activity.sign_ups.confirmed().values_list("group_id", flat=True))
        rows = [(group, in_groups[group.pk]) for group in activity.groups.select_related("organisation")]
        speakers = activity.speakers.all() if hasattr(activity, "speakers") else ()
        facts = {"days": sorted(days.items()), "groups": rows, "speakers": speakers, "people": in_groups.total()}
        return self._paper(request, activity, "day_sheet", _("Day-sheet"), **facts)

    def _paper(self, request, activity, template: str, title: str, **context):
        context |= {"title": title, "activity": activity, "printed_at": timezone.now()}
        context = self.act_context(request, activity) | context
        return TemplateResponse(request, f"admin/activities/{template}.html", context)


def name_of(page: str) -> str:
    return page.replace("-", "_")


def people_of(activity) -> list:
    """Return the confirmed sign-ups, by unit and name: one query, names decrypted here."""
    people = activity.sign_ups.confirmed().select_related(
        "participant__member__private", "participant__guardian__private", "participant__organisation",
        "pool__organisation", "group",
    )  # fmt: skip
    return sorted(people, key=lambda row: (str(row.pool.organisation or row.participant.organisation or "～"), row.pk))


def unit_of(sign_up) -> int | None:
    return sign_up.pool.organisation_id or sign_up.participant.organisation_id


def units_in(people) -> list[tuple[str, str, int]]:
    """Return number, name and people of each unit that sent somebody."""
    numbers = Counter(unit_of(sign_up) for sign_up in people)
    names = {unit_of(row): row.pool.organisation or row.participant.organisation for row in people}
    return [(str(unit), names[unit].brief if names[unit] else _("without a unit"), numbers[unit]) for unit in names]


def counted(activity, people) -> list[tuple]:
    """Return each group with its people and free seats; None for no end of them."""
    inside = Counter(sign_up.group_id for sign_up in people)
    return [
        (group, inside[group.pk], None if group.seats is None else group.seats - inside[group.pk])
        for group in activity.groups.select_related("organisation")
    ]
