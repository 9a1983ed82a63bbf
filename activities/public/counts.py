"""The counts of what took place, in words: for pages, captions and exports alike. The one source is Closing."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def count_words(closing) -> str:
    """Return the counts in one line: 党员干部300余名，16家企业代表24名; empty where nothing was counted."""
    return "，".join(count_parts(closing)) if _is_chinese() else ", ".join(count_parts(closing))


def count_parts(closing) -> list[str]:
    """Return heads, and delegates apart from them: they are not within the head count."""
    return list(filter(None, (heads(closing), delegates(closing))))


def heads(closing) -> str:
    """Return the head count: 党员干部300余名, 40余人, 11名."""
    number = closing.headcount
    if number is None:
        return ""
    if not _is_chinese():
        text = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}
        return _("more than %(count)s") % {"count": text} if closing.is_approximate else text
    more = "余" if closing.is_approximate else ""
    return f"{closing.headcount_of}{number}{more}名" if closing.headcount_of else f"{number}{more}人"


def delegates(closing) -> str:
    """Return the organisations and their delegates: 16家企业代表24名."""
    units, people, kind = closing.organisations, closing.delegates, closing.delegates_of
    if not units and not people:
        return ""
    if not _is_chinese():
        words = [ngettext("%(n)s organisation", "%(n)s organisations", units) % {"n": units} if units else ""]
        words.append(ngettext("%(n)s delegate", "%(n)s delegates", people) % {"n": people} if people else "")
        return ": ".join(filter(None, words))
    whose = f"{units}家{kind or '单位'}" if units else kind
    return f"{whose}代表{people}名" if people else whose


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
