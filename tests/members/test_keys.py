import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from members.actions import keys
from members.actions.private import change_private
from members.fields import Unreadable, cipher
from members.models import PrivateDetails
from publishing.models import Consent

PHONE = "13812345678"


@pytest.fixture
def new_key():
    return Fernet.generate_key().decode()


@pytest.fixture
def stored(people):
    for member in (people.alice, people.bob, people.carol):
        change_private(member, values={"phone": PHONE}, actor=None)
    Authenticator.objects.create(user=people.alice, type="totp", data={"secret": _encrypted("SECRET")})
    Authenticator.objects.create(
        user=people.alice, type="recovery_codes", data={"seed": _encrypted("SEED"), "used_mask": 3}
    )
    Consent.objects.create(
        organisation=people.alice.organisation, label="x", who="王小明", purpose="报道", given_on="2026-01-01"
    )


def _encrypted(text):
    return cipher().encrypt(text.encode()).decode()


def _rotate(capsys):
    call_command("rotate_private_keys")
    return capsys.readouterr().out.strip()


def _readable_with(key, settings):
    settings.PRIVATE_KEYS = [key]
    details = [details.phone for details in PrivateDetails.objects.all()]
    secret = Authenticator.objects.get(type="totp").data["secret"]
    return details == [PHONE] * 3 and Consent.objects.get().who == "王小明" and cipher().decrypt(secret) == b"SECRET"


def test_everything_reads_with_the_new_key_alone(stored, settings, new_key, capsys):
    settings.PRIVATE_KEYS = [new_key, *settings.PRIVATE_KEYS]
    assert _rotate(capsys) == "6 rows encrypted anew, 0 were already"
    assert _readable_with(new_key, settings)
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 3


def test_second_run_changes_nothing(stored, settings, new_key, capsys):
    settings.PRIVATE_KEYS = [new_key, *settings.PRIVATE_KEYS]
    _rotate(capsys)
    before = list(Authenticator.objects.values())
    assert _rotate(capsys) == "0 rows encrypted anew, 6 were already"
    assert list(Authenticator.objects.values()) == before


def test_interrupted_run_loses_nothing_and_goes_on(stored, settings, new_key, capsys, monkeypatch):
    settings.PRIVATE_KEYS = [new_key, *settings.PRIVATE_KEYS]
    rotate_row, done = keys._rotate_row, []

    def interrupted(*args):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(args)
        return rotate_row(*args)

    monkeypatch.setattr(keys, "_rotate_row", interrupted)
    with pytest.raises(KeyboardInterrupt):
        keys.rotate_everything()
    assert [details.phone for details in PrivateDetails.objects.all()] == [PHONE] * 3
    monkeypatch.undo()
    assert _rotate(capsys) == "4 rows encrypted anew, 2 were already"
    assert _readable_with(new_key, settings)


def test_lost_key_is_a_sentence_and_loses_nothing(stored, settings, new_key, capsys):
    old, settings.PRIVATE_KEYS = settings.PRIVATE_KEYS, [new_key]
    with pytest.raises(CommandError, match="6 rows cannot be read"):
        call_command("rotate_private_keys")
    assert _readable_with(old[0], settings)


def test_value_without_its_key_reads_empty_and_survives_a_save(stored, settings, new_key, people):
    old, settings.PRIVATE_KEYS = settings.PRIVATE_KEYS, [new_key]
    details = PrivateDetails.objects.get(pk=people.alice.pk)
    assert (details.phone, isinstance(details.phone, Unreadable)) == ("", True)
    details.born_on = "1950-06-01"
    details.save()
    settings.PRIVATE_KEYS = [*old, new_key]
    assert PrivateDetails.objects.get(pk=people.alice.pk).phone == PHONE


def test_key_that_is_none_stops_with_a_sentence(stored, settings):
    settings.PRIVATE_KEYS = ["too short"]
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        cipher()
