import pytest

from members import rules
from members.roles import RIGHTS, Right, Role, reviewer_of_step


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王某某"),
        ("王明", "王某"),
        ("欧阳锋", "欧阳某"),
        ("欧阳小锋", "欧阳某某"),
        ("欧阳", "欧某"),
        ("买买提·艾力", "买某某"),
        (" 王小明 ", "王某某"),
        ("王", "某"),
        ("", ""),
    ],
)
def test_masked_name_keeps_the_surname_only(name, masked):
    assert rules.masked_name(name) == masked


@pytest.mark.parametrize(("phone", "masked"), [("13812345678", "138****5678"), ("12345", "*****"), ("", "")])
def test_masked_phone_hides_the_middle(phone, masked):
    assert rules.masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("11010519491231002X", "110***********002X"), ("1234567", "*******"), ("", "")]
)
def test_masked_identity_hides_birthday(number, masked):
    assert rules.masked_identity(number) == masked


@pytest.mark.parametrize(("date", "masked"), [("1950-06-01", "1950-**-**"), ("", "")])
def test_masked_date_keeps_the_year(date, masked):
    assert rules.masked_date(date) == masked


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),  # wrong check digit
        ("1101051949123100X2", False),
        ("11010519491231002", False),
        ("", False),
    ],
)
def test_identity_number_is_checked_by_its_last_digit(number, valid):
    assert rules.is_identity_number(number) is valid


@pytest.mark.parametrize(
    ("text", "valid"),
    [("13812345678", True), ("12812345678", False), ("1381234567", False), ("138 1234 5678", False)],
)
def test_mobile_number_has_eleven_digits(text, valid):
    assert rules.is_mobile_number(text) is valid


@pytest.mark.parametrize(
    ("managed", "organisation", "posts", "is_superuser", "allowed"),
    [
        ({1, 2}, 2, [], False, True),
        ({1, 2}, 2, [1, 2], False, True),
        ({1, 2}, 3, [], False, False),  # another organisation's member
        ({1, 2}, 2, [9], False, False),  # holds a post above: their password would be a way up
        ({1, 2}, 2, [], True, False),
        (set(), 2, [], False, False),
    ],
)
def test_account_is_managed_only_within_reach(managed, organisation, posts, is_superuser, allowed):
    answer = rules.may_manage_account(
        managed=managed, organisation_id=organisation, post_organisation_ids=posts, is_superuser=is_superuser
    )
    assert answer is allowed


@pytest.mark.parametrize(
    ("step", "steps", "role"),
    [
        (1, 1, Role.FINAL_REVIEWER),
        (1, 2, Role.FIRST_REVIEWER),
        (2, 2, Role.FINAL_REVIEWER),
        (1, 3, Role.FIRST_REVIEWER),
        (2, 3, Role.SECOND_REVIEWER),
        (3, 3, Role.FINAL_REVIEWER),
    ],
)
def test_last_step_is_the_final_reviewers(step, steps, role):
    assert reviewer_of_step(step, steps) == role


@pytest.mark.parametrize(("step", "steps"), [(0, 3), (4, 3), (1, 4), (2, 1)])
def test_step_outside_the_review_is_an_error(step, steps):
    with pytest.raises(ValueError, match="no step"):
        reviewer_of_step(step, steps)


@pytest.mark.parametrize("role", Role)
def test_every_role_reads(role):
    assert Right.READ in RIGHTS[role]


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.MANAGE, {Role.ADMINISTRATOR}),
        (Right.AUDIT, {Role.ADMINISTRATOR, Role.AUDITOR}),
        (Right.REVIEW, {Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER}),
        (Right.WITHDRAW, {Role.FINAL_REVIEWER, Role.ADMINISTRATOR}),
    ],
)
def test_strong_rights_belong_to_few_roles(right, roles):
    assert {role for role in Role if right in RIGHTS[role]} == roles
