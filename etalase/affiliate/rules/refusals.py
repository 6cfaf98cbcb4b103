"""The sentence of every refusal of this room, and the reasons why a creator may not take part."""

from typing import Final

from etalase.base.texts import N_

REFUSALS: Final = {
    "affiliate.official_account": N_(
        "An official account sells for its own shop only and cannot join affiliate plans."
    ),
    "affiliate.not_invited": N_("This plan is for invited creators, and your account is not one of them."),
    "affiliate.not_eligible": N_(
        "Affiliate accounts are in the shop's market and in good standing, their holders %(min_age)s or older, "
        "with %(least_followers)s followers or more."
    ),
    "affiliate.rate_out_of_range": N_("The rate must be from %(least_bp)s to %(most_bp)s basis points (1%% is 100)."),
    "affiliate.targeted_conflict": N_("Some of these creators are invited for some of these products already."),
    "affiliate.too_many_products": N_("A targeted plan has at most %(most)s products."),
    "affiliate.too_many_creators": N_("A targeted plan invites at most %(most)s creators."),
    "affiliate.already_joined": N_("The account takes part in this plan already."),
    "affiliate.plan_ended": N_("This plan has ended."),
    "affiliate.not_requested": N_("This request has been answered or withdrawn."),
    "affiliate.not_participating": N_("The account does not take part in this plan."),
    "affiliate.scope_is_fixed": N_("A plan for all products stays one, and a plan with a list too. Make a new plan."),
    "affiliate.answered_already": N_("This invitation has been answered already."),
}
# What `reason` of affiliate.not_eligible may be, as a page says it.
REASONS: Final = {
    "market_differs": N_("The account is in another market than the shop."),
    "not_in_good_standing": N_("The account is not in good standing."),
    "not_adult": N_("The account's holder is too young."),
    "too_few_followers": N_("The account has too few followers."),
}
