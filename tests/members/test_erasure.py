import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from members import audit
from members.actions.private import change_private, reveal
from members.models import Member, PrivateDetails
from tests.factories import PASSWORD, ArticleFactory

NAME, PHONE = "欧阳惜春", "13812345678"


@pytest.fixture
def person(people):
    """Alice with a telling name, and everything that a person leaves in the tables."""
    alice = people.alice
    alice.display_name, alice.username = NAME, "xichun"
    alice.save()
    change_private(alice, values={"phone": PHONE}, actor=people.dana)
    reveal(alice, "phone", actor=people.dana, reason="通知集合")
    ArticleFactory(organisation=alice.organisation, author=alice, published=True)
    client = Client()
    client.post("/accounts/login/", {"login": "xichun", "password": PASSWORD})
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "x"})
    alice.client = client
    return alice


def _everything():
    return str([list(model._base_manager.values()) for model in apps.get_models()])


def test_name_is_there_before(person):
    assert NAME in _everything()


def test_nothing_finds_the_person_afterwards(person):
    call_command("erase_member", "xichun", yes=True)
    assert not [word for word in (NAME, "xichun", PHONE) if word in _everything()]


def test_what_hung_on_the_person_is_gone(person):
    call_command("erase_member", "xichun", yes=True)
    left = [
        model.objects.filter(**{key: person.pk}).exists()
        for model, key in ((PrivateDetails, "pk"), (Authenticator, "user"), (UserSession, "user"))
    ]
    assert left == [False, False, False]
    assert not person.posts.exists()


def test_signed_in_person_is_out_at_the_next_request(person):
    assert person.client.get("/me/").status_code == 200
    call_command("erase_member", "xichun", yes=True)
    assert person.client.get("/me/").status_code == 302


def test_chain_holds_and_counts_stay(person):
    call_command("erase_member", "xichun", yes=True)
    assert list(audit.breaks()) == []
    assert Article.objects.get().author_id == person.pk
    call_command("verify_audit")


def test_erasing_twice_changes_nothing(person):
    call_command("erase_member", "xichun", yes=True)
    call_command("erase_member", f"erased-{person.pk}", yes=True)
    assert Member.objects.filter(display_name="已注销成员").count() == 1


def test_nothing_is_erased_without_yes(person):
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase_member", "xichun")
    assert Member.objects.filter(display_name=NAME).exists()


@pytest.mark.parametrize("command", ["erase_member", "export_member"])
def test_unknown_account_is_a_sentence(db, command):
    with pytest.raises(CommandError, match="no account"):
        call_command(command, "nobody")


def test_export_holds_all_of_ones_own(person, people, capsys):
    call_command("export_member", "xichun")
    data = json.loads(capsys.readouterr().out)
    assert data["account"]["display_name"] == NAME
    assert data["private"]["phone"] == PHONE
    assert [post["role"] for post in data["posts"]] == ["writer"]
    assert [row["number"] for row in data["works"]["articles.article.author"]] == [Article.objects.get().pk]
    assert [entry["action"] for entry in data["log"]] == ["sign_in"]
    assert data["second_factors"][0]["type"] == "totp"
    assert "password" not in str(data["account"])
    assert people.dana.display_name not in str(data)  # who looked is dana's data, not alice's
