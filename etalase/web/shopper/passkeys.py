"""The reader's passkeys: made by the browser, named and removed here."""

from typing import Any

import msgspec
from litestar import post
from litestar.response import Response

from etalase.accounts import actions
from etalase.base.errors import Invalid, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.doorway.signing_in import party_of
from etalase.web import flash
from etalase.web.frame import Asked
from etalase.web.pages import say, see_other
from etalase.web.shopper.forms import Text, sentence_of

ADDED = N_("The passkey is added: next time you can sign in with it.")
REMOVED = N_("The passkey is removed.")
ONLY_JSON = {"cache-control": "no-store"}


class NewPasskey(msgspec.Struct):
    """What the browser made of the options, and what its owner calls it."""

    credential: dict[str, Any]
    name: Text


@post("/me/passkeys/options", status_code=200)
async def options(request: Asked, desk: Desk) -> Response[Any]:
    """What the browser needs to make a passkey."""
    try:
        made = await desk.perform(actions.begin_passkey_registration, party=party_of(desk))
    except Refused as no:
        return Response({"error": sentence_of(request, desk, no)}, status_code=no.status, headers=ONLY_JSON)
    return Response(made, media_type="application/json", headers=ONLY_JSON)


@post("/me/passkeys", status_code=200)
async def add(request: Asked, desk: Desk, data: NewPasskey) -> Response[dict[str, str]]:
    """Keep it; answers where to go, or what went wrong."""
    try:
        await desk.perform(
            actions.finish_passkey_registration, party=party_of(desk), credential=data.credential, name=data.name
        )
    except (Invalid, Refused) as no:
        return Response({"error": sentence_of(request, desk, no)}, status_code=no.status, headers=ONLY_JSON)
    answer = Response({"location": "/me"}, headers=ONLY_JSON)
    answer.set_cookie(flash.write("good", say(request, ADDED)))
    return answer


@post("/me/passkeys/{passkey:int}/removal", status_code=303)
async def remove(request: Asked, desk: Desk, passkey: Id) -> Response[None]:
    """Take it away."""
    await desk.perform(actions.remove_passkey, passkey_id=passkey)
    return see_other("/me", say(request, REMOVED))


routes = [options, add, remove]
