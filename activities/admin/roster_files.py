"""The roster on paper and as an Excel file, out and in."""

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from activities import roster_file
from activities.actions.roster import GUEST_LINES, RosterFull, lines_of
from activities.actions.roster_import import ImportRefused, check, import_roster
from activities.admin.roster import RosterMixin
from activities.excel_guard import UnreadableFile
from activities.forms.roster import UploadForm
from activities.roster_lines import in_parts, line_of
from activities.sheets import XLSX
from members import audit
from members.access import scope_of
from members.fields import cipher
from members.roles import Right

KEPT = 3600  # seconds between looking at a file's errors and taking it in
ACTS = ("export", "import", "confirm", "errors")
SHOWN = 200  # rows of a file on the page
MOST_BLANK = 200
WAYS = {"code": gettext_lazy("by line"), "unit": gettext_lazy("by unit"), "group": gettext_lazy("by group")}


class RosterFilesMixin(RosterMixin):
    """Adds `<pk>/sheet-print/`, and export and import below `<pk>/roster/`."""

    def get_urls(self):
        acts = [
            self.occasion_urls("roster", f"{act}/", require_POST(getattr(self, f"roster_{act}_view")), f"roster_{act}")
            for act in ACTS
        ]
        paper = self.occasion_urls("sheet-print", "", require_safe(self.sheet_print_view), "sheet_print")
        return [*(url for urls in acts for url in urls), *paper, *super().get_urls()]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        is_once = not getattr(activity, "is_recurring", False)
        if is_once and scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            links.append((_("Sign-in sheet"), self.occasion_address("sheet_print", activity)))
        return links

    # --- paper ---
    def sheet_print_view(self, request, object_id: str, shift_id: int | None):
        """The sheet to sign, on A4. Printing reads names, so it stays in the log."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        lines = [line_of(row) for row in lines_of(activity, shift)]
        by = request.GET.get("by", "code")
        asked = request.GET.get("blank", "")
        blank = min(int(asked), MOST_BLANK) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else GUEST_LINES
        taken = {line.code for line in lines}
        free = [code for code in range(1, len(lines) + MOST_BLANK * 2) if code not in taken][:blank]
        with transaction.atomic():
            note = f"{len(lines)} · {shift.date}" if shift else str(len(lines))
            audit.record(actor=request.user, action="roster.print", obj=activity, note=note, request=request)
        context = self.occasion_context(request, activity, shift) | {
            "title": _("Sign-in sheet"),
            "parts": in_parts(lines, by),
            "number": len(lines),
            "blank": free,
            "asked": {"by": by if by in WAYS else "code", "blank": blank, "digits": "digits" in request.GET},
            "ways": WAYS,
            "printed_at": timezone.localtime(),
            "roster_url": self.occasion_address("roster", activity, shift),
        }
        return TemplateResponse(request, "admin/activities/roster/sheet.html", context)

    # --- Excel ---
    def roster_export_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        lines = list(lines_of(activity, shift))
        with transaction.atomic():
            words = {"note": str(len(lines)), "request": request}
            audit.record(actor=request.user, action="roster.export", obj=activity, **words)
        return _file(roster_file.export(activity, shift, lines), f"roster-{activity.pk}.xlsx")

    def roster_import_view(self, request, object_id: str, shift_id: int | None):
        """Look through a file: all that is wrong at once, or what would change. Nothing is written."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._roster_import_page(request, activity, shift, form)
        data = form.cleaned_data["file"].read()
        try:
            rows = roster_file.read(data, activity, shift)
        except UnreadableFile as error:
            form.add_error("file", str(error))
            return self._roster_import_page(request, activity, shift, form)
        plan = check(activity, shift, rows)
        token = self._keep_roster_file(request, activity, shift, data)
        return self._roster_import_page(request, activity, shift, UploadForm(), rows=rows, plan=plan, token=token)

    def roster_confirm_view(self, request, object_id: str, shift_id: int | None):
        """Take the file in that was looked through; the roster is compared once more, as it is now."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        if (data := self._kept_roster_file(request, activity, shift)) is None:
            return self._roster_file_gone(request, activity, shift)
        try:
            rows = roster_file.read(data, activity, shift)
            plan = import_roster(activity, shift, rows, actor=request.user, request=request)
        except ImportRefused as refused:  # the roster changed since
            token = request.POST["token"]
            return self._roster_import_page(request, activity, shift, UploadForm(), rows=refused.rows, token=token)
        except RosterFull:
            messages.error(request, _("The roster is full: nothing was taken in."))
            return self._back_to_roster(activity, shift)
        text = _("Taken in: %(n)s lines changed, %(guests)s guests.")
        messages.success(request, text % {"n": len(plan.changes), "guests": len(plan.guests)})
        return self._back_to_roster(activity, shift)

    def roster_errors_view(self, request, object_id: str, shift_id: int | None):
        """The file again with its errors in a column and their cells coloured, to be sent back."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        if (data := self._kept_roster_file(request, activity, shift)) is None:
            return self._roster_file_gone(request, activity, shift)
        rows = roster_file.read(data, activity, shift)
        check(activity, shift, rows)
        return _file(roster_file.with_errors(data, rows), f"roster-{activity.pk}-errors.xlsx")

    def _roster_file_gone(self, request, activity, shift):
        messages.error(request, _("That was too long ago: choose the file once more."))
        return redirect(self.occasion_address("roster", activity, shift))

    def _roster_import_page(self, request, activity, shift, form: UploadForm, *, rows=(), plan=None, token=""):
        wrong = [row for row in rows if row.errors]
        pages = ("roster", "roster_import", "roster_confirm", "roster_errors")
        context = self.occasion_context(request, activity, shift) | {
            "title": _("Take a roster file in"),
            "form": form,
            "token": token,
            "number": len(rows),
            "wrong": wrong,
            "wrong_shown": wrong[:SHOWN],
            "plan": None if wrong else plan,
            "changes_shown": plan.changes[:SHOWN] if plan else (),
            "guests_shown": plan.guests[:SHOWN] if plan else (),
            "urls": {page: self.occasion_address(page, activity, shift) for page in pages},
        }
        return TemplateResponse(request, "admin/activities/roster/import.html", context)

    # --- the file between looking and taking in ---
    def _keep_roster_file(self, request, activity, shift, data: bytes) -> str:
        """Keep the file for an hour where every worker finds it, encrypted: it holds names."""
        token = get_random_string(24)
        cache.set(_place(request, activity, shift, token), cipher().encrypt(data), KEPT)
        return token

    def _kept_roster_file(self, request, activity, shift) -> bytes | None:
        token = request.POST.get("token", "")[:40]
        kept = cache.get(_place(request, activity, shift, token)) if token.isascii() and token.isalnum() else None
        return cipher().decrypt(kept) if kept else None


def _place(request, activity, shift, token: str) -> str:
    """Nobody else's hands, and no other occasion."""
    return f"roster:{request.user.pk}:{activity.pk}:{shift.pk if shift else 0}:{token}"


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
