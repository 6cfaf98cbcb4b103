"""Numbers of linking: slots, invitations, conditions, unlinking, probation."""

from typing import Annotated

import msgspec

from etalase.base.markets.definition import DAY_S, DOC, HOUR_S, INFERRED, SEED, says


class LinkNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """How an account becomes official or marketing account of a shop, and how that ends."""

    official_links_per_shop: Annotated[int, says(1, "R-LINK-1", SEED, "Official accounts a shop may have.", high=1)]
    marketing_links_per_shop: Annotated[int, says(4, "R-LINK-3", SEED, "Marketing accounts a shop may have.", high=4)]
    official_may_join_affiliate: Annotated[
        bool,
        says(
            False,
            "R-LINK-8",
            DOC,
            "An official account may take part in affiliate plans: the database forbids it too.",
            high=0,
        ),
    ]
    invitation_ttl_s: Annotated[
        int, says(48 * HOUR_S, "R-LINK-22", DOC, "How long an invitation waits for an answer.", low=60)
    ]
    organization_account_allowed: Annotated[
        bool,
        says(
            False,
            "R-LINK-23",
            INFERRED,
            "A seller may create an official account that needs no confirmation: not built.",
            high=0,
        ),
    ]
    holder_min_age_years: Annotated[
        int, says(18, "R-LINK-31", DOC, "Least age of the holder of a linked account.", high=99)
    ]
    official_name_must_match: Annotated[
        bool, says(True, "R-LINK-32", DOC, "Shop and official account must have one name.")
    ]
    business_account_on_link: Annotated[
        bool, says(True, "R-LINK-34", DOC, "Linking makes the account a business account.")
    ]
    followers_official: Annotated[int, says(0, "R-LINK-35", DOC, "Followers an official account needs.")]
    followers_marketing: Annotated[int, says(0, "R-LINK-36", DOC, "Followers a marketing account needs.")]
    probation_official_max: Annotated[
        int, says(1, "R-LINK-37", DOC, "Official accounts of a shop on probation.", high=1)
    ]
    probation_marketing_max_individual: Annotated[
        int, says(0, "R-LINK-37", DOC, "Marketing accounts of a private seller's shop on probation.", high=4)
    ]
    probation_marketing_max_business: Annotated[
        int, says(1, "R-LINK-37", DOC, "Marketing accounts of a company's shop on probation.", high=4)
    ]
    unlink_min_age_s: Annotated[
        int, says(DAY_S, "R-LINK-40", DOC, "Age a link must have before either side may end it.")
    ]
    official_unlinks_per_shop: Annotated[int, says(3, "R-LINK-41", DOC, "Official links a shop may end, ever.")]
    marketing_links_window_days: Annotated[
        int, says(180, "R-LINK-42", DOC, "Window in which marketing links are counted.", low=1)
    ]
    marketing_links_per_account_window: Annotated[
        int, says(10, "R-LINK-42", DOC, "Marketing links one account may make in the window.", low=1)
    ]
    marketing_links_per_shop_window: Annotated[
        int, says(10, "R-LINK-42", DOC, "Marketing links one shop may make in the window.", low=1)
    ]
