"""The demo's organisations, places and accounts."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from members.models import Member, Organisation, Place, Post
from members.roles import Role


@dataclass(frozen=True)
class Account:
    """A demo account as it is printed once: who signs in, and which unit the post reaches."""

    username: str
    name: str
    reach: str


def make_organisations(rows: list[dict]) -> dict[str, Organisation]:
    """Create the tree in the order of the file: parents stand before their children."""
    made: dict[str, Organisation] = {}
    for position, row in enumerate(rows):
        parent = made.get(row.get("parent", ""))
        made[row["name"]] = Organisation.objects.create(**row | {"parent": parent, "position": position})
    return made


def make_places(rows: dict[str, dict]) -> dict[str, Place]:
    made: dict[str, Place] = {}
    for name, row in rows.items():
        made[name] = Place.objects.create(
            name=name, kind=row["kind"], parent=made.get(row.get("in", "")), aliases=row.get("aliases", "")
        )
    return made


def make_accounts(settings: dict, organisations: dict[str, Organisation], password: str) -> list[Account]:
    """Create one account for each role in the two organisations, a plain member, and one for everything."""
    accounts = []
    hashed = make_password(password)  # once: hashing is slow on purpose
    for team in settings["teams"]:
        organisation, post_at = organisations[team["organisation"]], organisations[team["post_at"]]
        for role, title in settings["roles"].items():
            name = f"{organisation.brief}{title}"
            username = f"{team['prefix']}-{role.replace('_reviewer', '')}"
            member = Member.objects.create(
                username=username, password=hashed, display_name=name, organisation=organisation
            )
            Post.objects.create(member=member, role=Role(role), organisation=post_at)
            accounts.append(Account(member.username, name, post_at.brief))
    accounts += _accounts_without_post(organisations, password)
    return accounts


def _accounts_without_post(organisations, password: str) -> list[Account]:
    committee = organisations["株洲高新区工委、天元区委"]
    resident = Member.objects.create_user(
        "member", password, display_name="王小禾", organisation=organisations["湘社区"]
    )
    root = Member.objects.create_superuser("admin", password, display_name="系统管理员", organisation=committee)
    return [
        Account(resident.username, resident.public_name, "没有岗位的居民"),
        Account(root.username, root.display_name, "全站"),
    ]
