"""What a holder could do next, the most useful first. Pure."""

from typing import TYPE_CHECKING, Any, Final

from etalase.base.texts import N_
from etalase.web.creator.studio import Studio
from etalase.web.frame import Asked
from etalase.web.pages import say

if TYPE_CHECKING:
    from etalase.web.creator.home import Standing

FIX: Final = N_("Look after what visitors cannot see")
FIX_TEXT: Final = N_("%(count)s of your products are hidden. See why, bring them back or replace them.")
CHOOSE: Final = N_("Choose products of %(shop)s")
CHOOSE_TEXT: Final = N_("You may show some or all of them. Nothing appears before you choose.")
JOIN: Final = N_("Find a plan to join")
JOIN_TEXT: Final = N_("Shops pay a commission for what you sell. You need no shop of your own.")
FILL: Final = N_("Fill your Showcase")
FILL_TEXT: Final = N_("Add products that you have a right to show. They stand on your profile at once.")
PIN: Final = N_("Pin what you like best")
PIN_TEXT: Final = N_("Pinned products come first, whatever you add later.")
COLLECT: Final = N_("Make a collection")
COLLECT_TEXT: Final = N_("Products under one title, with a link of its own to share.")
SHARE: Final = N_("Share your Showcase")
SHARE_TEXT: Final = N_("It has a link and a QR code of its own.")


def steps(request: Asked, place: Studio, found: "Standing") -> list[dict[str, Any]]:
    """Four at most."""
    chosen = [step for step in (*_urgent(request, place, found), *_growing(request, place, found)) if step]
    return chosen[:4]


def _urgent(request: Asked, place: Studio, found: "Standing") -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if found.hidden:
        text = say(request, FIX_TEXT, count=len(found.hidden))
        made.append(_step("eye-off", say(request, FIX), text, "/creator/showcase?show=hidden", "bad"))
    if place.official:
        return made
    for link in found.links[:1]:
        if not found.size:
            path = f"/creator/showcase/add?shop={link.shop_id}"
            made.append(
                _step("plus", say(request, CHOOSE, shop=link.shop_name), say(request, CHOOSE_TEXT), path, "hot")
            )
    if found.taking_part and not found.size and not made:
        made.append(_step("plus", say(request, FILL), say(request, FILL_TEXT), "/creator/showcase/add", "hot"))
    if not found.plans and found.not_eligible is None:
        made.append(_step("handshake", say(request, JOIN), say(request, JOIN_TEXT), "/creator/plans", "hot"))
    return made


def _growing(request: Asked, place: Studio, found: "Standing") -> list[dict[str, Any]]:
    if not found.size:
        return []
    made: list[dict[str, Any]] = []
    if not found.pins:
        made.append(_step("pin", say(request, PIN), say(request, PIN_TEXT), "/creator/showcase"))
    if not found.collections:
        made.append(_step("layers", say(request, COLLECT), say(request, COLLECT_TEXT), "/creator/collections/new"))
    path = f"/@{place.owner.handle}/showcase"
    return [*made, _step("share-2", say(request, SHARE), say(request, SHARE_TEXT), path)]


def _step(icon: str, title: str, text: str, href: str, tone: str = "") -> dict[str, Any]:
    return {"icon": icon, "title": title, "text": text, "href": href, "tone": tone}
