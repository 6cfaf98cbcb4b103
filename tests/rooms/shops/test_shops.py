"""Shops, their standing, and who may act in them."""

from datetime import datetime, timedelta

import pytest

from etalase.base.actor import SYSTEM, Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, NotAllowed, NotFound, Refused
from etalase.shops import actions, queries, rules
from tests.makers.accounts import make_account
from tests.makers.shops import make_shop, make_staff


async def swept(db: Db) -> list[str]:
    return [name for name, statement in queries.SWEEPS if await statement.all(db)]


async def test_a_new_shop_starts_unverified_on_probation_and_owned(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await actions.found_shop(db, owner, name="Toko Sari", market="GB", now=now)
    assert (shop.currency, shop.verified, shop.probation, shop.verification) == ("GBP", False, True, "NONE")
    assert [(each.account_id, each.role) for each in await queries.staff(db, owner, shop_id=shop.shop_id)] == [
        (owner.account_id, "OWNER")
    ]
    assert await swept(db) == []


async def test_every_role_may_exactly_what_the_table_says(db: Db) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    people: dict[str, Actor] = {"OWNER": owner}
    for role in rules.GIVEN_ROLES:
        people[role] = await make_account(db, handle=role.lower())
        await make_staff(db, owner, shop, people[role], role)
    stranger = await make_account(db, handle="stranger")
    for act in sorted(rules.ACTS):
        for role, actor in people.items():
            if act in rules.PERMISSIONS[role]:
                assert (await queries.permit(db, actor, shop.shop_id, act)).shop_id == shop.shop_id
            else:
                with pytest.raises(NotAllowed):
                    await queries.permit(db, actor, shop.shop_id, act)
        with pytest.raises(NotFound):
            await queries.permit(db, stranger, shop.shop_id, act)


async def test_r_link_46_in_a_closed_shop_only_reading_and_shipping_is_left(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    await actions.mark_closed(db, shop.shop_id, now)
    for act in rules.PERMISSIONS["OWNER"]:
        if act in rules.ACTS_AFTER_CLOSING:
            await queries.permit(db, owner, shop.shop_id, act)
        else:
            with pytest.raises(Refused) as no:
                await queries.permit(db, owner, shop.shop_id, act)
            assert no.value.code == "shops.closed"
    with pytest.raises(Refused):
        await actions.mark_closed(db, shop.shop_id, now)


async def test_r_shop_1_a_staff_invitation_lives_120_hours(db: Db, now: datetime) -> None:
    owner, member = await make_account(db), await make_account(db, handle="budi")
    shop = await make_shop(db, owner)
    invited = await actions.invite_staff(
        db, owner, shop_id=shop.shop_id, email=" Budi@Example.com ", role="ADS", now=now
    )
    assert (invited.email, invited.expires_at) == ("budi@example.com", now + timedelta(hours=120))
    with pytest.raises(Refused) as no:
        await actions.invite_staff(db, owner, shop_id=shop.shop_id, email="budi@example.com", role="ADS", now=now)
    assert no.value.code == "shops.already_invited"
    inviting = await actions.mint_invitation_token(db, shop.shop_id, invited.invitation_id, now)
    assert inviting is not None and inviting.shop_name == shop.name
    late = now + timedelta(hours=120)
    with pytest.raises(Refused) as no:
        await actions.accept_invitation(db, member, token=inviting.token, now=late)
    assert no.value.code == "shops.invitation_expired"
    assert await queries.staff_invitations(db, owner, shop_id=shop.shop_id, now=late) == []
    await actions.invite_staff(db, owner, shop_id=shop.shop_id, email="budi@example.com", role="ADS", now=late)
    assert await actions.mint_invitation_token(db, shop.shop_id, invited.invitation_id, late) is None


async def test_an_invitation_is_accepted_once_by_who_read_the_mail(db: Db, now: datetime) -> None:
    owner, member = await make_account(db), await make_account(db, handle="budi")
    shop = await make_shop(db, owner)
    invited = await actions.invite_staff(db, owner, shop_id=shop.shop_id, email="b@example.com", role="ADS", now=now)
    inviting = await actions.mint_invitation_token(db, shop.shop_id, invited.invitation_id, now)
    assert inviting is not None
    forged = f"{shop.shop_id}.{invited.invitation_id}.guess"
    for token in (forged, "", "x.y.z", f"{'9' * 30}.1.a", inviting.token + "x", "1.²." + inviting.token):
        with pytest.raises(NotFound):
            await actions.accept_invitation(db, member, token=token, now=now)
    await actions.accept_invitation(db, member, token=inviting.token, now=now)
    assert await queries.role_in(db, member, shop.shop_id) == "ADS"
    with pytest.raises(Refused) as no:
        await actions.accept_invitation(db, member, token=inviting.token, now=now)
    assert no.value.code == "shops.invitation_not_pending"


async def test_a_second_mail_makes_the_first_ones_token_void(db: Db, now: datetime) -> None:
    owner, member = await make_account(db), await make_account(db, handle="budi")
    shop = await make_shop(db, owner)
    invited = await actions.invite_staff(db, owner, shop_id=shop.shop_id, email="b@example.com", role="ADS", now=now)
    first = await actions.mint_invitation_token(db, shop.shop_id, invited.invitation_id, now)
    second = await actions.mint_invitation_token(db, shop.shop_id, invited.invitation_id, now)
    assert first and second
    with pytest.raises(NotFound):
        await actions.accept_invitation(db, member, token=first.token, now=now)
    await actions.cancel_invitation(db, owner, shop_id=shop.shop_id, invitation_id=invited.invitation_id, now=now)
    with pytest.raises(Refused):
        await actions.accept_invitation(db, member, token=second.token, now=now)


async def test_the_owner_stays_and_everybody_else_may_leave(db: Db, now: datetime) -> None:
    owner, member = await make_account(db), await make_account(db, handle="budi")
    shop = await make_shop(db, owner)
    await make_staff(db, owner, shop, member, "WAREHOUSE")
    for actor, account in ((owner, owner), (member, owner)):
        with pytest.raises((Refused, NotAllowed)):
            await actions.remove_staff(db, actor, shop_id=shop.shop_id, account_id=account.account_id, now=now)
    await actions.remove_staff(db, member, shop_id=shop.shop_id, account_id=member.account_id, now=now)
    assert await queries.role_in(db, member, shop.shop_id) is None


async def test_verification_is_asked_and_answered(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner, verified=False)
    with pytest.raises(Invalid):
        await actions.request_verification(
            db, owner, shop_id=shop.shop_id, legal_name="S", registration_number="", now=now
        )
    await actions.request_verification(
        db, owner, shop_id=shop.shop_id, legal_name="Sari", registration_number="3174", now=now
    )
    assert await swept(db) == []
    with pytest.raises(NotAllowed):
        await actions.approve_verification(db, owner, shop_id=shop.shop_id, now=now)
    approved = await actions.approve_verification(db, SYSTEM, shop_id=shop.shop_id, now=now)
    assert (approved.verified, approved.verification) == (True, "APPROVED")
    assert await swept(db) == []


async def test_what_the_shop_says_of_itself_is_edited(db: Db, now: datetime) -> None:
    owner = await make_account(db)
    shop = await make_shop(db, owner)
    edited = await actions.edit_shop(db, owner, shop_id=shop.shop_id, description=" Batik. ", now=now)
    assert (edited.description, edited.seller_type) == ("Batik.", "INDIVIDUAL")
    with pytest.raises(Invalid):
        await actions.edit_shop(db, owner, shop_id=shop.shop_id, logo_key="0" * 64, now=now)
