import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory

from members import audit
from members.models import AuditEntry, AuditHead


def _record(number=1, actor=None, **kwargs):
    for n in range(number):
        with transaction.atomic():
            audit.record(actor=actor, action="sign_in", note=f"n{n}", **kwargs)


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_untouched_log_is_whole(people):
    _record(5, actor=people.alice, obj=people.bob)
    assert list(audit.breaks()) == []


def test_empty_log_is_whole(db):
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members_auditentry SET note = 'other' WHERE sequence = 3",
        "UPDATE members_auditentry SET action = 'sign_out' WHERE sequence = 3",
        "UPDATE members_auditentry SET object_id = '99' WHERE sequence = 3",
        'UPDATE members_auditentry SET personal = \'{"member": 1, "name": "x", "address": ""}\' WHERE sequence = 3',
        "UPDATE members_auditentry SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 3",
        "DELETE FROM members_auditentry WHERE sequence = 3",
        "DELETE FROM members_auditentry WHERE sequence = 1",
        "DELETE FROM members_auditentry WHERE sequence >= 4",  # the tail
        "DELETE FROM members_auditentry",
        "UPDATE members_auditentry SET sequence = 99 WHERE sequence = 5",
        "UPDATE members_audithead SET sequence = 4",
        "DELETE FROM members_audithead",
    ],
)
def test_tampering_is_found(people, statement):
    _record(5, actor=people.alice)
    _sql(statement)
    assert list(audit.breaks())


def test_inserted_row_is_found(people):
    _record(3, actor=people.alice)
    _sql(
        "INSERT INTO members_auditentry (sequence, at, action, object_type, object_id, object_name, fields, note,"
        " personal, salt, personal_digest, mac) SELECT 4, at, 'sign_out', object_type, object_id, object_name, fields,"
        " note, personal, salt, personal_digest, mac FROM members_auditentry WHERE sequence = 3"
    )
    assert list(audit.breaks())


def test_two_entries_that_change_places_are_found(people):
    _record(4, actor=people.alice)
    _sql("UPDATE members_auditentry SET sequence = 100 WHERE sequence = 2")
    _sql("UPDATE members_auditentry SET sequence = 2 WHERE sequence = 3")
    _sql("UPDATE members_auditentry SET sequence = 3 WHERE sequence = 100")
    assert list(audit.breaks())


def test_log_cut_off_and_closed_again_is_found_by_an_older_head(people):
    _record(4, actor=people.alice)
    seen = "{}:{}".format(*audit.head())
    kept = AuditEntry.objects.get(sequence=2)
    _sql("DELETE FROM members_auditentry WHERE sequence > 2")
    AuditHead.objects.update(sequence=2, mac=kept.mac)
    assert list(audit.breaks()) == []  # the log alone cannot know
    with pytest.raises(CommandError, match="breaks: 1"):
        call_command("verify_audit", "--expect", seen)


@pytest.mark.parametrize("head", ["4", "x:y", ":abc", "4:"])
def test_malformed_head_is_refused(db, head):
    with pytest.raises(CommandError, match="SEQ:MAC"):
        call_command("verify_audit", "--expect", head)


def test_erasing_a_person_keeps_the_chain(people):
    _record(3, actor=people.alice)
    _record(1, actor=people.bob)
    assert audit.erase_personal(people.alice) == 3
    assert list(audit.breaks()) == []
    assert "Alice" not in str(list(AuditEntry.objects.values()))


def test_old_key_still_verifies_after_rotation(people, settings):
    _record(2)
    settings.AUDIT_KEYS = ["a new key", *settings.AUDIT_KEYS]
    _record(2)
    assert list(audit.breaks()) == []


def test_unknown_key_breaks_the_chain(people, settings):
    _record(2)
    settings.AUDIT_KEYS = ["another key"]
    assert len(list(audit.breaks())) == 2


def test_people_stand_in_the_log_as_numbers(people):
    _record(1, obj=people.alice)
    entry = AuditEntry.objects.get()
    assert (entry.object_type, entry.object_id, entry.object_name) == ("members.member", str(people.alice.pk), "")


def test_entry_cannot_be_changed_or_deleted(db):
    _record()
    entry = AuditEntry.objects.get()
    with pytest.raises(TypeError, match="append-only"):
        entry.save()
    with pytest.raises(TypeError, match="append-only"):
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        audit.record(actor=None, action="sign_in")


def test_entry_falls_with_its_act(people):
    _record()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(actor=None, action="sign_in")
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == 1
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),  # nobody is trusted unless configured
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "1.1.1.1, 6.6.6.6", "6.6.6.6"),  # what the client itself sent stands further left
        (2, "1.1.1.1, 6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (1, "", "10.0.0.1"),
    ],
)
def test_client_address_trusts_configured_proxies_only(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert audit.client_address(request) == address


def test_verify_audit_prints_the_head(people, capsys):
    _record(2)
    call_command("verify_audit")
    sequence, mac = audit.head()
    assert capsys.readouterr().out.splitlines()[0] == f"head {sequence}:{mac}"


def test_verify_audit_names_each_break(people, capsys):
    _record(5)
    _sql("UPDATE members_auditentry SET note = 'x' WHERE sequence IN (2, 4)")
    with pytest.raises(CommandError, match="breaks: 2"):
        call_command("verify_audit")
    assert capsys.readouterr().err.splitlines() == [
        "entry 2: changed, or what stood before it",
        "entry 4: changed, or what stood before it",
    ]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_no_gap():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share an in-memory database: run with DATABASE_URL")
    barrier = threading.Barrier(20)

    def work():
        barrier.wait()
        try:
            _record()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert list(audit.breaks()) == []
