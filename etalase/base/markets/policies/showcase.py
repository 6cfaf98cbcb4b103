"""Numbers of Showcases and their collections."""

from typing import Annotated

from etalase.base.markets.definition import DOC, INFERRED, says
from etalase.base.markets.policies.affiliate import AffiliateNumbers


class ShowcaseNumbers(AffiliateNumbers, frozen=True, kw_only=True):
    """How large a chosen Showcase may grow, and what one call may change."""

    official_items_may_hide: Annotated[
        bool, says(False, "R-SHOW-5", INFERRED, "An official account may hide single products from its Showcase.")
    ]
    showcase_add_max: Annotated[int, says(20, "R-SHOW-10", DOC, "Products one call may add.", low=1)]
    showcase_remove_max: Annotated[int, says(200, "R-SHOW-11", DOC, "Products one call may remove.", low=1)]
    showcase_pins_max: Annotated[int, says(100, "R-SHOW-12", INFERRED, "Products pinned to the head of a Showcase.")]
    showcase_items_max: Annotated[
        int, says(2000, "R-SHOW-16", INFERRED, "Products a holder may choose for a Showcase.", low=1)
    ]
    collections_max: Annotated[int, says(50, "R-SHOW-17", INFERRED, "Collections in one Showcase.")]
    collection_products_max: Annotated[int, says(100, "R-SHOW-17", DOC, "Products in one collection.", low=1)]
    collection_title_max: Annotated[int, says(50, "R-SHOW-17", INFERRED, "Characters of a collection's title.", low=1)]
    collection_description_max: Annotated[int, says(200, "R-SHOW-17", DOC, "Characters of a collection's description.")]
