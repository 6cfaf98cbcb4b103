"""The sentence of every refusal of this room."""

from typing import Final

from etalase.base.texts import N_

REFUSALS: Final = {
    "links.shop_not_open": N_("This shop is closed or suspended."),
    "links.market_differs": N_(
        "The account is in market %(account_market)s and the shop sells in %(shop_market)s. They must be the same."
    ),
    "links.holder_not_adult": N_("The account's holder must be at least %(min_age)s years old."),
    "links.account_not_in_good_standing": N_("The account is not in good standing."),
    "links.shop_not_verified": N_("The shop's identity verification is not finished."),
    "links.account_not_verified": N_("The account is not verified."),
    "links.shop_on_probation": N_("While the shop is on probation it may have %(most)s such accounts."),
    "links.already_linked": N_("The account is linked to this shop already."),
    "links.already_invited": N_("The account has an open invitation of this kind from this shop already."),
    "links.account_has_official_shop": N_("The account is the official account of another shop."),
    "links.account_is_linked_as_official": N_(
        "The account is the official account of another shop and cannot be linked to any other."
    ),
    "links.account_has_marketing_shop": N_("The account is a marketing account of another shop."),
    "links.shop_has_official": N_("This shop already has an official account."),
    "links.marketing_slots_full": N_("All %(most)s marketing accounts of this shop are taken."),
    "links.name_differs": N_(
        "The shop is called “%(shop_name)s” and the account “%(account_name)s”. An official account has the shop's name."
    ),
    "links.marketing_links_used_up": N_("At most %(most)s marketing links can be made in %(window_days)s days."),
    "links.too_few_followers": N_("The account needs at least %(least)s followers."),
    "links.affiliate_plans_open": N_("The account takes part in affiliate plans. They end before it becomes official."),
    "links.not_pending": N_("This invitation has been answered or withdrawn."),
    "links.invitation_expired": N_("This invitation has expired. Ask the shop for a new one."),
    "links.not_linked": N_("This link has ended already."),
    "links.too_early_to_unlink": N_("A link can be ended from %(unlink_from)s on."),
    "links.name_follows_shop": N_("An official account has the name of its shop. Rename the shop instead."),
    "links.official_unlinks_used_up": N_(
        "This shop has ended its official link %(most)s times, which is the most allowed."
    ),
}
