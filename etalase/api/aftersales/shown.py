"""Returns and disputes as JSON."""

from datetime import datetime

import msgspec

from etalase.aftersales import queries
from etalase.doorway.shown import MoneyShown, maybe_id, maybe_money, money
from etalase.media.rules import url_of

EVIDENCE_WIDTH = 800


class ReturnLineShown(msgspec.Struct, frozen=True):
    """So many pieces of a line, and what is asked for them."""

    line_id: str
    product_id: str
    sku_id: str
    title: str
    options: dict[str, str]
    quantity: int
    asked: MoneyShown


class ReturnEntryShown(msgspec.Struct, frozen=True):
    """A state, when the return came into it, and by whose decision."""

    status: str
    decision: str | None
    at: datetime
    by: str
    note: str | None


class EvidenceShown(msgspec.Struct, frozen=True):
    """What one side said, with addresses of its pictures."""

    side: str
    text: str | None
    pictures: list[str]
    dispute_id: str | None
    at: datetime


class DisputeShown(msgspec.Struct, frozen=True):
    """An arbitration. `answer_by`: silence supports the buyer then."""

    id: str
    return_id: str
    order_id: str
    shop_id: str
    status: str
    opened_by: str
    opened_at: datetime
    answer_by: datetime
    closed_at: datetime | None
    verdict: str | None


class ReplacementShown(msgspec.Struct, frozen=True):
    """The free parcel of a replacement."""

    status: str
    ship_by: datetime
    carrier: str | None
    tracking_number: str | None
    shipped_at: datetime | None


class ReturnShown(msgspec.Struct, frozen=True):
    """A return. `due_at`: when silence decides the pending step; `refund` once it was granted."""

    id: str
    order_id: str
    shop_id: str
    buyer: str
    kind: str
    status: str
    request_number: int
    reason: str
    note: str | None
    asked: MoneyShown
    offered: MoneyShown | None
    refund: MoneyShown | None
    requested_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    seller_note: str | None
    carrier: str | None
    tracking_number: str | None
    restocked: bool
    closed_at: datetime | None


class ReturnDetailShown(ReturnShown, frozen=True, kw_only=True):
    """A return with its lines, its history, what was said, its disputes and its replacement."""

    lines: list[ReturnLineShown]
    history: list[ReturnEntryShown]
    evidence: list[EvidenceShown]
    disputes: list[DisputeShown]
    replacement: ReplacementShown | None


def show_return(found: queries.Return) -> ReturnShown:
    """A return as lists show it."""
    return ReturnShown(
        str(found.return_id),
        str(found.order_id),
        str(found.shop_id),
        found.buyer_handle,
        found.kind,
        found.status,
        found.request_number,
        found.reason,
        found.note,
        money(found.asked_minor, found.currency),
        maybe_money(found.offered_minor, found.currency),
        maybe_money(found.refund_minor, found.currency),
        found.requested_at,
        found.due_at,
        found.decided_at,
        found.seller_note,
        found.carrier,
        found.tracking_number,
        found.restocked,
        found.closed_at,
    )


def show_detail(found: queries.ReturnDetail) -> ReturnDetailShown:
    """A return with everything."""
    return ReturnDetailShown(
        **msgspec.structs.asdict(show_return(found.request)),
        lines=[show_line(each, found.request.currency) for each in found.lines],
        history=[
            ReturnEntryShown(each.status, each.decision, each.at, each.by_side, each.note) for each in found.history
        ],
        evidence=[show_evidence(each) for each in found.evidence],
        disputes=[show_dispute(each) for each in found.disputes],
        replacement=show_replacement(found.replacement),
    )


def show_line(line: queries.ReturnLine, currency: str) -> ReturnLineShown:
    """One line."""
    options = msgspec.json.decode(line.options, type=dict[str, str])
    asked = money(line.asked_minor, currency)
    ids = (str(line.line_id), str(line.product_id), str(line.sku_id))
    return ReturnLineShown(*ids, line.title, options, line.quantity, asked)


def show_evidence(each: queries.Evidence) -> EvidenceShown:
    """One statement."""
    pictures = [url_of(key, EVIDENCE_WIDTH) for key in each.picture_keys]
    return EvidenceShown(each.side, each.text, pictures, maybe_id(each.dispute_id), each.at)


def show_replacement(found: queries.Replacement | None) -> ReplacementShown | None:
    """The parcel of a replacement."""
    if found is None:
        return None
    return ReplacementShown(found.status, found.ship_by, found.carrier, found.tracking_number, found.shipped_at)


def show_dispute(found: queries.Dispute) -> DisputeShown:
    """An arbitration."""
    return DisputeShown(
        str(found.dispute_id),
        str(found.return_id),
        str(found.order_id),
        str(found.shop_id),
        found.status,
        found.opened_by,
        found.opened_at,
        found.answer_by,
        found.closed_at,
        found.verdict,
    )
