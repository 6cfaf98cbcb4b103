"""What an account may look like."""

from datetime import UTC, date, datetime

import pytest

from etalase.accounts import rules
from etalase.accounts.actions import passwords
from etalase.base.errors import Invalid

GOOD = rules.SignUp("sari.shop_1", "Sari", "sari@example.com", "long enough", "ID")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("handle", ["ab", "a" * 24, "a.b_c", "09", "_.", "..a"])
def test_handles_that_may_be(handle: str) -> None:
    assert rules.handle_error(handle) is None


@pytest.mark.parametrize(
    "handle", ["", "a", "a" * 25, "Sari", "sa ri", "sari\n", "@sari", "sári", "a-b", "..", "a/b", "\x00a"]
)
def test_handles_that_may_not(handle: str) -> None:
    assert rules.handle_error(handle)


@pytest.mark.parametrize("email", ["a@b.co", "first.last+tag@sub.example.com", "x@example.invalid", "ü@example.com"])
def test_emails_by_their_form(email: str) -> None:
    assert rules.email_error(email) is None


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "a@",
        "@b.co",
        "a@b",
        "a b@c.de",
        "a@b@c.de",
        "a@b..co",
        "a\x00@b.co",
        "a" * 65 + "@b.co",
        "a@" + "b" * 260 + ".co",
    ],
)
def test_what_is_no_email(email: str) -> None:
    assert rules.email_error(email)


def test_every_wrong_field_is_told_at_once() -> None:
    asked = rules.SignUp("X", " ", "nobody", "short", "DE", date(2030, 1, 1))
    with pytest.raises(Invalid) as refused:
        rules.checked_sign_up(asked, TODAY)
    assert set(refused.value.errors) == {"handle", "name", "email", "password", "market", "birth_date"}


def test_a_sign_up_is_tidied() -> None:
    asked = rules.SignUp("sari", "  Sari   Dewi ", " Sari@Example.COM ", "long enough", "ID")
    found = rules.checked_sign_up(asked, TODAY)
    assert (found.name, found.email) == ("Sari Dewi", "sari@example.com")


@pytest.mark.parametrize(("length", "fine"), [(7, False), (8, True), (200, True), (201, False)])
def test_bounds_of_passwords(length: int, fine: bool) -> None:
    assert (rules.password_error("x" * length) is None) is fine


@pytest.mark.parametrize("name", ["", "x" * 61, "a\x00b", "a\u202eb"])
def test_names_that_may_not(name: str) -> None:
    assert rules.name_error(rules.tidy_name(name))


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (date(2008, 11, 24), True),
        (date(2008, 11, 25), False),
        (date(1950, 1, 1), True),
        (date(2026, 11, 24), False),
        (None, True),
    ],
)
def test_r_link_31_adult_on_the_birthday(born: date | None, adult: bool) -> None:
    assert rules.is_adult(born, datetime(2026, 11, 24, 9, tzinfo=UTC)) is adult


def test_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert not rules.is_adult(born, datetime(2026, 2, 28, 23, 59, tzinfo=UTC))
    assert rules.is_adult(born, datetime(2026, 3, 1, tzinfo=UTC))


def test_handles_are_found_as_people_type_them() -> None:
    assert rules.plain_handle(" @Sari ") == "sari"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
    ],
)
def test_addresses_that_count_together(address: str, counted: str) -> None:
    assert rules.counted_address(address) == counted


def test_the_unknown_logins_hash_costs_what_a_real_one_does() -> None:
    assert not passwords.HASHER.check_needs_rehash(passwords.NOBODY)


async def test_passwords_match_only_themselves() -> None:
    hashed = await passwords.hash_password("pässwörd \U0001f511")
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches(hashed, "pässwörd \U0001f511")
    assert not await passwords.matches(hashed, "passwörd \U0001f511")
    assert not await passwords.matches(None, "nobody has this password")
    assert not await passwords.matches("not a hash", "anything")
