"""Every address of the portal, from the resolver itself, filled in with the objects of one side of tests.world."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tests.world import PUBLIC_NAME

# Patterns that are regular expressions: an address that fits.
WRITTEN_OUT = {
    "rendition": "media/photos/ab/" + "ab" * 16 + "-480.jpg",
    "admin:app_list": "admin/articles/",
    "admin/(?P<url>.*)$": "admin/nothing-here/",
}
# Which publication a page is about, where it makes a difference; else the draft.
STATE_OF_PAGE = {
    "review": "in_review", "approve": "in_review", "return": "in_review", "recall": "in_review",
    "correct": "published", "withdraw": "published", "reschedule": "scheduled", "reopen": "withdrawn",
    "groups": "published", "group-lists": "published", "day-sheet": "published",
    "logged": "over", "sign-ups": "published", "paste": "published", "check-in-screen": "published", "now": "published",
    "roster": "over", "sheet-print": "over", "close": "over",
}  # fmt: skip
# Which object a page is about that only some of them have.
SPECIAL = {"activities:class": "children", "activities:patrol": "rota"}
VALUES = {
    "slug": "t", "section": "articles", "year": "2021", "month": "5", "name": PUBLIC_NAME, "position": "1", "number": "1",
}  # fmt: skip
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Pattern:
    """One URL pattern; `name` is its namespaced name, or its route when it has none."""

    name: str
    route: str
    is_translated: bool

    @property
    def parameters(self) -> list[str]:
        return [] if self.name in WRITTEN_OUT else PARAMETER.findall(self.route)

    def fill(self, values: dict[str, str]) -> str:
        route = WRITTEN_OUT.get(self.name, self.route)
        return "/" + PARAMETER.sub(lambda match: values[match[1]], route)

    def address(self, side) -> str:
        """Return the address with the objects of one side of tests.world."""
        return self.fill(VALUES | self._values(side))

    def _values(self, side) -> dict[str, str]:
        if "certificate" in self.name:
            return self._values_of_certificate(side)
        if "channel" in self.name:
            return {"slug": "c", "object_id": str(side.objects["article"]["draft"].channel_id)}
        kind, page = self._kind_and_page()
        found = side.objects.get(kind)
        if found is None:
            return {"pk": str(side.organisation.pk), "object_id": "1", "content_type_id": "1"}
        chosen = found.get(SPECIAL.get(self.name) or self._state(page), next(iter(found.values())))
        return {"pk": str(chosen.pk), "object_id": str(chosen.pk)} | self._values_of_rota(side)

    def _values_of_certificate(self, side) -> dict[str, str]:
        """A file takes seconds to make: its address is tried with a withdrawn one."""
        certificate = side.objects["certificate"]["withdrawn" if self.name.endswith("-pdf") else ""]
        numbers = {"pk": str(certificate.pk), "certificate": str(certificate.pk), "code": certificate.code}
        return numbers | {"object_id": str(side.objects["servicerecord"][""].pk)}

    def _values_of_rota(self, side) -> dict[str, str]:
        if "/rota/" in self.route:
            return {"number": str(side.objects["shift"][""].pk)}
        return {"number": str(side.objects["patrolentry"][""].pk)} if "/patrol/" in self.route else {}

    def _kind_and_page(self) -> tuple[str, str]:
        if self.name.startswith("activities:"):
            return ("volunteerevent" if "patrol" in self.name else "studysession"), "read"
        if self.route.startswith("admin/") and self.route.count("/") > 2:
            return self.route.split("/")[2], self.route.rstrip("/").rsplit("/", 1)[-1]
        reading = {"article": "article", "photo-report": "photoreport", "activity": "studysession"}
        return reading.get(self.name.split(":")[-1].removeprefix("member-"), "organisation"), "read"

    def _state(self, page: str) -> str:
        if "/contest/" in self.route:
            return "contest"
        if "/rota/" in self.route or "/patrol/" in self.route:
            return "rota"
        if page == "read":
            return "internal" if ":member-" in self.name else "published"
        return STATE_OF_PAGE.get(page, "draft")


def patterns() -> list[Pattern]:
    """Return every pattern of the resolver once."""
    return list({pattern.name: pattern for pattern in _walk(get_resolver())}.values())


def _walk(resolver, namespace="", prefix="", is_translated=False) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            is_prefix = isinstance(entry.pattern, LocalePrefixPattern)
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            deeper = prefix if is_prefix else prefix + str(entry.pattern)
            yield from _walk(entry, inner, deeper, is_translated or is_prefix)
        else:
            route = prefix + str(entry.pattern)
            yield Pattern(namespace + entry.name if entry.name else route, route, is_translated)


def put_rendition() -> None:
    """Put the file that WRITTEN_OUT names where the portal looks for it."""
    path = Path(settings.MEDIA_ROOT) / WRITTEN_OUT["rendition"].removeprefix("media/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a picture")
