import re

import pytest
from django.core.management import CommandError, call_command

from members.actions import accounts
from members.models import AuditEntry, Member, Organisation
from members.roles import Right, Role


def _create(capsys, username="root", organisation="天元区委", **kwargs):
    call_command("create_administrator", username, organisation=organisation, **kwargs)
    return re.search(r"this once: (\S+)", capsys.readouterr().out)[1]


def test_first_administrator_may_do_everything(db, capsys):
    password = _create(capsys, name="何书记")
    member = Member.objects.get()
    assert (member.is_superuser, member.display_name, member.password_is_temporary) == (True, "何书记", True)
    assert member.check_password(password)
    assert Organisation.objects.get().name == "天元区委"


def test_next_administrator_has_a_post(db, capsys):
    _create(capsys)
    _create(capsys, "dana", "雷打石镇")
    member = Member.objects.get(username="dana")
    assert member.is_superuser is False
    assert member.posts.get().role == Role.ADMINISTRATOR
    from members.access import scope_of

    assert scope_of(member).with_right(Right.MANAGE) == {member.organisation_id}


def test_known_organisation_is_taken(people, capsys):
    before = Organisation.objects.count()
    _create(capsys, organisation="雷打石镇")
    assert Organisation.objects.count() == before


@pytest.mark.parametrize("username", ["alice", "ALICE", "with space", "", "x" * 61])
def test_impossible_account_name_is_a_sentence(people, username):
    with pytest.raises(CommandError):
        call_command("create_administrator", username, organisation="新单位")
    assert not Organisation.objects.filter(name="新单位").exists()


def test_creation_is_logged(db, capsys):
    _create(capsys)
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["organisation.create", "member.create", "password.issue"]


def test_temporary_passwords_differ_and_pass_the_rules(people):
    from django.contrib.auth.password_validation import validate_password

    passwords = {password for _member, password in accounts.issue_passwords([people.alice] * 20, actor=None)}
    assert len(passwords) == 20
    for password in passwords:
        validate_password(password)
