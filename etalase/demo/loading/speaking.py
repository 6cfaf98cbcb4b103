"""What follows a purchase: reviews and replies, returns and what becomes of them, letters, a complaint."""

from datetime import datetime, timedelta

from etalase.aftersales import actions as aftersales
from etalase.aftersales.actions import Answer, Ask, Piece, ReviewWords, Words
from etalase.aftersales.queries import my_talk
from etalase.aftersales.rules.returning import Decision, Kind
from etalase.demo.deals import COMPLAINT
from etalase.demo.loading.buying import CAME, Sale
from etalase.demo.loading.days import Act, Days
from etalase.demo.loading.pictures import of_good
from etalase.demo.loading.stage import Stage
from etalase.demo.purchases import Claim, Ending, Opinion
from etalase.orders.queries import my_order

OPINED, REPLIED, CLAIMED, ANSWERED, SENT_BACK = CAME + 30, CAME + 50, CAME + 10, CAME + 26, CAME + 40
GRANTS: dict[Kind, Decision] = {
    "REFUND": "APPROVE_REFUND",
    "RETURN_AND_REFUND": "APPROVE_RETURN",
    "REPLACEMENT": "APPROVE_REPLACEMENT",
}
PART = 4  # an offer is a quarter of what was asked


def plan_words(days: Days, sale: Sale) -> None:
    """Note down what buyer and shop will say about a purchase."""
    if sale.purchase.opinion is not None:
        _plan_opinion(days, sale, sale.purchase.opinion)
    if sale.purchase.claim is not None:
        _plan_claim(days, sale, sale.purchase.claim)
    for number, text in enumerate(sale.purchase.talk):
        days.at(sale.after(0.5 + number / 2), _line(days.stage, sale, text, from_shop=number % 2 == 1))


def _line(stage: Stage, sale: Sale, text: str, *, from_shop: bool) -> Act:
    async def say(now: datetime) -> None:
        shop_id, order_id = sale.where
        if not from_shop:
            words = Words(text=text, order_id=order_id)
            await aftersales.write_to_shop(stage.db, sale.buyer, shop_id=shop_id, words=words, now=now, wall=now)
            return
        talk = await my_talk(stage.db, sale.buyer, shop_id=shop_id)
        if talk is not None:
            at = talk.conversation.conversation_id
            words = Words(text=text)
            await aftersales.write_to_buyer(
                stage.db, sale.seller, shop_id=shop_id, conversation_id=at, words=words, now=now, wall=now
            )

    return say


def _plan_opinion(days: Days, sale: Sale, opinion: Opinion) -> None:
    stage = days.stage

    async def write(now: datetime) -> None:
        keys = [_picture(stage, sale)] if opinion.picture else []
        words = ReviewWords(stars=opinion.stars, text=opinion.text, picture_keys=keys)
        review = await aftersales.write_review(
            stage.db, sale.buyer, order_id=sale.order_id, line_id=await _line_id(stage, sale), words=words, now=now
        )
        if opinion.reply:
            days.at(sale.after(REPLIED), lambda at: reply(review.review_id, at))

    async def reply(review_id: int, now: datetime) -> None:
        shop_id, _ = sale.where
        await aftersales.reply_to_review(
            stage.db, sale.seller, shop_id=shop_id, review_id=review_id, text=opinion.reply, now=now
        )

    days.at(sale.after(OPINED), write)


def _plan_claim(days: Days, sale: Sale, claim: Claim) -> None:
    stage = days.stage

    async def ask(now: datetime) -> None:
        keys = [_picture(stage, sale)] if claim.picture else []
        pieces = [Piece(await _line_id(stage, sale), 1)]
        wish = Ask(kind=claim.kind, reason=claim.reason, lines=pieces, note=claim.note, picture_keys=keys)
        asked = await aftersales.request_return(stage.db, sale.buyer, order_id=sale.order_id, ask=wish, now=now)
        if claim.ending != "ASKED":
            days.at(sale.after(ANSWERED), lambda at: answer(asked.return_id, asked.asked_minor, at))

    async def answer(return_id: int, asked_minor: int, now: datetime) -> None:
        shop_id, _ = sale.where
        offer = asked_minor // PART if claim.ending == "OFFERED" else None
        said = Answer(decision=_decision(claim.kind, claim.ending), reason=claim.answer, amount_minor=offer)
        await aftersales.decide(stage.db, sale.seller, shop_id=shop_id, return_id=return_id, answer=said, now=now)
        if claim.ending in {"SENT", "DISPUTED"}:
            days.at(sale.after(SENT_BACK), lambda at: go_on(return_id, at))

    async def go_on(return_id: int, now: datetime) -> None:
        if claim.ending == "DISPUTED":
            await aftersales.dispute_return(
                stage.db, sale.buyer, return_id=return_id, statement=claim.note, picture_keys=[_picture(stage, sale)],
                now=now,
            )  # fmt: skip
            return
        await aftersales.send_back(
            stage.db, sale.buyer, return_id=return_id, carrier="JNE", tracking_number=f"RT{return_id % 10**8}", now=now
        )

    days.at(sale.after(CLAIMED), ask)


def _decision(kind: Kind, ending: Ending) -> Decision:
    if ending == "OFFERED":
        return "OFFER_PARTIAL_REFUND"
    if ending == "DISPUTED":
        return "REJECT_REFUND"
    return GRANTS[kind]


async def _line_id(stage: Stage, sale: Sale) -> int:
    return (await my_order(stage.db, sale.buyer, order_id=sale.order_id)).lines[0].line_id


def _picture(stage: Stage, sale: Sale) -> str:
    for shop, stall in stage.stalls.items():
        for good in stall.goods:
            if stage.shops[shop] == sale.made.shop_id and good.title == sale.made.title:
                return stage.shelf[of_good(shop, good, 0)]
    raise LookupError(sale.made.title)


def plan_complaint(days: Days) -> None:
    """Somebody is not pleased, and the operator has not answered yet."""
    handle, shop, text = COMPLAINT
    stage = days.stage

    async def complain(now: datetime) -> None:
        shop_id = stage.shops[shop]
        await aftersales.complain(
            stage.db, stage.actors[handle], about="SHOP", about_id=shop_id, reason="RUDE", text=text, now=now, wall=now
        )

    days.at(stage.now - timedelta(hours=11), complain)
