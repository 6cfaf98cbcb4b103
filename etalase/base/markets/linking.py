"""How an account is linked in a market, as texts with numbers from its policy rows. Pure.

Help pages and Seller Center show the same guide, so a changed row changes both. A text is a msgid with %(named)s facts.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from etalase.base.markets.definition import DAY_S, HOUR_S
from etalase.base.markets.market import MARKETS
from etalase.base.markets.policies import Policy
from etalase.base.texts import N_

Kind = Literal["official", "marketing", "affiliate"]
KINDS: Final[tuple[Kind, ...]] = ("official", "marketing", "affiliate")


class Text(msgspec.Struct, frozen=True):
    """A msgid and what its placeholders stand for. `country` is itself a msgid: translate it first."""

    msgid: str
    facts: Mapping[str, int | str] = {}


class Guide(msgspec.Struct, frozen=True):
    """What to do, in order; what must hold first; how many are possible and how a link ends."""

    market: str
    kind: Kind
    steps: tuple[Text, ...]
    conditions: tuple[Text, ...]
    limits: tuple[Text, ...]


def guide(market: str, kind: Kind, policy: Policy) -> Guide:
    """The guide for one market and kind of account under `policy`."""
    steps, conditions, limits = PARTS[kind](policy)
    place = Text(N_("The account belongs to %(country)s, like the shop."), {"country": MARKETS[market].name})
    return Guide(market, kind, steps, (place, *conditions), limits)


Parts = tuple[tuple[Text, ...], tuple[Text, ...], tuple[Text, ...]]


def _official(policy: Policy) -> Parts:
    steps = (
        Text(N_("In Seller Center, open Linked accounts and choose Official account.")),
        Text(N_("Search the account by its handle. You see at once whether it can be linked.")),
        Text(N_("Send the invitation. Nothing changes until the account holder confirms it.")),
        _answer(policy),
        Text(
            N_("All live products of the shop then appear in the account's Showcase, and stay in step by themselves.")
        ),
    )
    conditions = [*_linking_conditions(policy)]
    if policy.official_name_must_match:
        conditions.append(Text(N_("Shop and account have the same name. Renaming the shop renames the account.")))
    conditions += _followers(policy.followers_official)
    limits = (
        Text(N_("Official accounts per shop: %(count)s."), {"count": policy.official_links_per_shop}),
        Text(N_("An official account is linked to this shop only, in any role.")),
        Text(N_("Accepting ends the account's affiliate plans. The confirmation page lists them first.")),
        _unlink(policy),
        Text(
            N_("A shop can end its official links %(count)s times in all."), {"count": policy.official_unlinks_per_shop}
        ),
        Text(
            N_("Official accounts while the shop is on probation: %(count)s."), {"count": policy.probation_official_max}
        ),
    )
    return steps, tuple(conditions), limits


def _marketing(policy: Policy) -> Parts:
    steps = (
        Text(N_("In Seller Center, open Linked accounts and choose Marketing account.")),
        Text(N_("Search the account by its handle. You see at once whether it can be linked.")),
        Text(N_("Send the invitation. Nothing changes until the account holder confirms it.")),
        _answer(policy),
        Text(N_("The account holder then chooses some or all products of the shop for the Showcase.")),
    )
    conditions = (*_linking_conditions(policy), *_followers(policy.followers_marketing))
    window = {"days": policy.marketing_links_window_days}
    limits = (
        Text(N_("Marketing accounts per shop: %(count)s."), {"count": policy.marketing_links_per_shop}),
        Text(N_("A marketing account is linked to one shop in this role, and may be an affiliate of other shops.")),
        Text(
            N_("A shop can make %(count)s marketing links in %(days)s days."),
            {"count": policy.marketing_links_per_shop_window, **window},
        ),
        Text(
            N_("An account can make %(count)s marketing links in %(days)s days."),
            {"count": policy.marketing_links_per_account_window, **window},
        ),
        _unlink(policy),
        Text(
            N_("Marketing accounts on probation: %(individual)s for a private seller, %(business)s for a company."),
            {
                "individual": policy.probation_marketing_max_individual,
                "business": policy.probation_marketing_max_business,
            },
        ),
    )
    return steps, conditions, limits


def _affiliate(policy: Policy) -> Parts:
    steps = (
        Text(N_("In Seller Center, the seller publishes an affiliate plan: open to all, or for invited creators.")),
        Text(N_("In Creator Studio, the account holder opens Plans and takes part.")),
        Text(N_("The account holder then chooses some or all products of the plan for the Showcase.")),
    )
    conditions = [Text(N_("The account is not the official account of a shop."))]
    conditions.append(Text(N_("The account holder is at least %(years)s."), {"years": policy.creator_min_age_years}))
    conditions += _followers(policy.creator_followers_min)
    rates = {"least": _percent(policy.affiliate_rate_min_bp), "most": _percent(policy.affiliate_rate_max_bp)}
    limits = (
        Text(N_("A shop can have any number of affiliate accounts.")),
        Text(N_("An account can take part in any number of plans, of any number of shops.")),
        Text(N_("The commission rate lies between %(least)s and %(most)s per cent."), rates),
        Text(
            N_("A plan for invited creators holds at most %(products)s products and %(creators)s creators."),
            {"products": policy.targeted_products_max, "creators": policy.targeted_creators_max},
        ),
        Text(N_("A Showcase holds at most %(count)s chosen products."), {"count": policy.showcase_items_max}),
    )
    return steps, tuple(conditions), limits


PARTS: Final = {"official": _official, "marketing": _marketing, "affiliate": _affiliate}


def _linking_conditions(policy: Policy) -> tuple[Text, ...]:
    return (
        Text(N_("The account holder is at least %(years)s."), {"years": policy.holder_min_age_years}),
        Text(N_("The account is in good standing.")),
        Text(N_("Shop and account holder are verified.")),
    )


def _followers(least: int) -> tuple[Text, ...]:
    if least == 0:
        return (Text(N_("No number of followers is required.")),)
    return (Text(N_("Followers the account needs: %(count)s."), {"count": least}),)


def _answer(policy: Policy) -> Text:
    if policy.invitation_ttl_s % HOUR_S == 0:
        hours = policy.invitation_ttl_s // HOUR_S
        return Text(
            N_("The account holder confirms within %(hours)s hours, or the invitation expires."), {"hours": hours}
        )
    minutes = policy.invitation_ttl_s // 60
    return Text(
        N_("The account holder confirms within %(minutes)s minutes, or the invitation expires."), {"minutes": minutes}
    )


def _unlink(policy: Policy) -> Text:
    if policy.unlink_min_age_s == 0:
        return Text(N_("Either side can end the link at any time."))
    if policy.unlink_min_age_s % DAY_S == 0 and policy.unlink_min_age_s > DAY_S:
        days = policy.unlink_min_age_s // DAY_S
        return Text(N_("Either side can end the link from %(days)s days after it was made."), {"days": days})
    hours = -(-policy.unlink_min_age_s // HOUR_S)
    return Text(N_("Either side can end the link from %(hours)s hours after it was made."), {"hours": hours})


def _percent(rate_bp: int) -> str:
    whole, rest = divmod(rate_bp, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)
