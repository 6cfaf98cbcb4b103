"""Which shops may have flash deals (R-LIVE-8; Part C)."""

from etalase.base.db import Db
from etalase.base.errors import Refused
from etalase.base.markets import Policy
from etalase.base.money import Money
from etalase.ledger.queries import available
from etalase.promotions.queries.standing import rating_of_shop
from etalase.shops.queries import Shop


async def check_standing(db: Db, shop: Shop, numbers: Policy) -> None:
    """Refused `promotions.rating_too_low`, `promotions.owes_too_much`. A shop that nobody reviewed yet may (INFERRED)."""
    least = numbers.flash_rating_min_tenths
    if least is not None:
        rating = await rating_of_shop(db, shop.shop_id)
        if rating.reviews and rating.stars * 10 < least * rating.reviews:
            raise Refused("promotions.rating_too_low", rating=_stars(rating.tenths), least=_stars(least))
    most = numbers.flash_debt_below_minor
    if most is not None and await available(db, shop.shop_id, shop.currency) <= -most:
        amount = f"{Money(most, shop.currency).decimal()} {shop.currency}"
        raise Refused("promotions.owes_too_much", amount=amount)


def _stars(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
