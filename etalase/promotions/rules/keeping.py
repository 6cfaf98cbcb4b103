"""What an order still holds of its offers when pieces of it are not had after all."""

from collections.abc import Sequence

import msgspec

from etalase.promotions.rules.offers import Part, PartKind, Redemption

BY_PIECE: frozenset[PartKind] = frozenset({"FLASHSALE", "FIXED_PRICE", "DIRECT_DISCOUNT"})


def kept_of(parts: Sequence[Part], left: int) -> list[Part]:
    """The parts of one line, as they were taken, when `left` of its pieces stay.

    A product price is one of single pieces: those that stay keep the prices that went first. A voucher, like all that covers
    the whole line, stays as it is until the last piece is gone (R-PRO-5).
    """
    kept: list[Part] = []
    free = left
    for part in parts:
        if part.kind not in BY_PIECE:
            kept += [part] if left else []
            continue
        pieces = min(part.quantity, free)
        free -= pieces
        if pieces:
            kept.append(_of(part, pieces))
    return kept


def still_redeemed(taken: Redemption, kept: Sequence[Part]) -> Redemption | None:
    """What an order that took this still takes of it with the parts it keeps; None: nothing, the limit has it back.

    The kept parts name the product and SKU of their line, not the item of the promotion.
    """
    own = [each for each in kept if _counts_on(taken, each)]
    if not own or taken.source == "VOUCHER":
        return taken if own else None
    off = sum(each.off_minor for each in own)
    return msgspec.structs.replace(taken, quantity=sum(each.quantity for each in own), amount_minor=off)


def _of(part: Part, pieces: int) -> Part:
    # Every piece has the same off; what its shares do not divide by is the seller's.
    off = part.off_minor * pieces // part.quantity
    platform = part.platform_minor * pieces // part.quantity
    return msgspec.structs.replace(part, quantity=pieces, seller_minor=off - platform, platform_minor=platform)


def _counts_on(taken: Redemption, part: Part) -> bool:
    return (taken.shop_id, taken.source, taken.source_id) == (part.owner_id, part.source, part.source_id) and (
        taken.source == "VOUCHER" or (taken.product_id in {0, part.product_id} and taken.sku_id in {0, part.sku_id})
    )
