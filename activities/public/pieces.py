"""What the kept pieces of activities are rendered with; see publishing.pieces.

Nothing here may depend on the time, the visitor or the seats: those are rendered with each page.
"""


def activity_head(activity) -> dict:
    return {"activity": activity}


def activity_page(activity) -> dict:
    return {"activity": activity}


def activity_card(activity) -> dict:
    return {"activity": activity}
