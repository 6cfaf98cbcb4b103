"""Numbers of a listing: texts, pictures, options, stock, price."""

from typing import Annotated

from etalase.base.markets.definition import DOC, INFERRED, says
from etalase.base.markets.policies.showcase import ShowcaseNumbers


class ListingNumbers(ShowcaseNumbers, frozen=True, kw_only=True):
    """What a product may be (§4.4). Upper bounds refuse; least title and pictures are advice until enforced."""

    title_min: Annotated[int, says(25, "§4.4", DOC, "Characters a title should have.", low=1, US=1, GB=1)]
    title_max: Annotated[int, says(255, "§4.4", DOC, "Characters a title may have.", low=1)]
    title_min_enforced: Annotated[
        bool, says(False, "§4.4", INFERRED, "A title below title_min is refused, not advised against.")
    ]
    description_max: Annotated[int, says(10_000, "§4.4", DOC, "Characters a description may have.")]
    pictures_max: Annotated[int, says(9, "§4.4", DOC, "Pictures of one product.", low=1)]
    picture_min_px: Annotated[int, says(300, "§4.4", DOC, "Least width and height of a picture.", low=1, TH=600)]
    picture_min_enforced: Annotated[
        bool, says(False, "§4.4", INFERRED, "A product without a picture is refused, not advised against.")
    ]
    listing_review: Annotated[
        bool,
        says(False, "§2.3", INFERRED, "A new product is PENDING until an operator approves it; off: it sells at once."),
    ]
    attributes_enforced: Annotated[
        bool,
        says(False, "§4.4", INFERRED, "A product without a required attribute cannot go live; off: it is advice."),
    ]
    skus_max: Annotated[int, says(300, "§4.4", DOC, "SKUs of one product.", low=1, US=100, GB=100)]
    stock_max: Annotated[int, says(999_999, "§4.4", DOC, "Stock of one SKU.")]
    price_min_minor: Annotated[
        int, says(1, "§4.4", DOC, "Least price of a SKU, in minor units.", low=1, ID=100, TH=30_00)
    ]
    price_max_minor: Annotated[
        int,
        says(
            100_000_000,
            "§4.4",
            DOC,
            "Greatest price of a SKU, in minor units.",
            low=1,
            MY=320_000_00,
            PH=400_000_00,
            SG=10_000_00,
            TH=260_000_00,
            GB=5_600_00,
            US=7_600_00,
            VN=180_000_000,
        ),
    ]
