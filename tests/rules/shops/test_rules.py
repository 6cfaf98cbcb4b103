"""Who may do what, and how a shop's status moves."""

import pytest

from etalase.base.errors import Invalid
from etalase.shops import rules

STATUSES = ("OPEN", "HOLIDAY", "CLOSED", "SUSPENDED")


@pytest.mark.parametrize("start", STATUSES)
@pytest.mark.parametrize("end", STATUSES)
def test_the_staff_moves_between_open_and_holiday_only(start: str, end: str) -> None:
    assert (start in rules.moves_to(end)) == ({start, end} == {"OPEN", "HOLIDAY"})


def test_an_owner_may_all_and_a_role_nothing_that_nobody_named() -> None:
    assert rules.PERMISSIONS["OWNER"] == rules.ACTS
    assert all(acts < rules.ACTS for role, acts in rules.PERMISSIONS.items() if role != "OWNER")
    with pytest.raises(KeyError):
        rules.permits("OWNER", "shop.fly")


def test_money_and_staff_are_the_owners() -> None:
    for act in ("finance.write", "staff.write", "shop.close", "shop.verify"):
        assert [role for role in rules.ROLES if rules.permits(role, act)] == ["OWNER"]


@pytest.mark.parametrize("email", ["a@b.co", "ä@b.co", "a.b+c@sub.example.com"])
def test_an_email_is_known_by_its_form(email: str) -> None:
    assert rules.checked_email(f" {email.upper()} ") == email


@pytest.mark.parametrize(
    "email", ["", "a", "@b.co", "a@b", "a@b..co", "a b@c.co", "a@b.co,c@d.co", "a@b.co\n", "x" * 250 + "@b.co"]
)
def test_what_is_no_email_is_refused(email: str) -> None:
    if email.strip() == "a@b.co":
        assert rules.checked_email(email) == "a@b.co"
        return
    with pytest.raises(Invalid):
        rules.checked_email(email)
