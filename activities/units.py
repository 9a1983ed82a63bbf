"""Finding the unit that somebody wrote: by its name or short name, exactly."""

from members.models import Organisation


def units_by_name() -> dict[str, Organisation]:
    """Return every unit by its name and, where only one has it, its short name: one query."""
    units = list(Organisation.objects.order_by("pk"))
    short: dict[str, list[Organisation]] = {}
    for unit in units:
        if unit.short_name:
            short.setdefault(unit.short_name, []).append(unit)
    return {name: found[0] for name, found in short.items() if len(found) == 1} | {unit.name: unit for unit in units}
