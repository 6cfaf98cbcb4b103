"""The reader's own account: profile, picture, phone, password, sessions. Passkeys have a module of their own."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Response

from etalase.accounts import actions, queries, rules
from etalase.accounts.queries import Account, Passkey, Session
from etalase.base.actor import Actor
from etalase.base.db import Db
from etalase.base.errors import Invalid, Limited, Refusal, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import SESSION_COOKIE, Desk
from etalase.doorway.profile import edit_profile
from etalase.doorway.signing_in import check_password
from etalase.media.actions import Rendered, draw, keep, put
from etalase.media.rules import BYTES_MAX
from etalase.web.frame import Asked
from etalase.web.pages import Html, house, render, say, see_other
from etalase.web.shopper.forms import Form, Text, sentence_of

SAVED = N_("Saved.")
SENT = N_("We sent a code to %(phone)s.")
PROVEN = N_("Your phone is confirmed.")
CHANGED = N_("Your password is changed; every other session has ended.")
ENDED = N_("Every other session has ended.")
LIMITED = N_("That was too often. Try again in %(retry_after_s)s seconds.")
# In this order: most browsers also claim to be the ones after them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
Told = (Invalid, Refused, Limited)


class Own(msgspec.Struct, frozen=True):
    """All that the page shows."""

    account: Account
    waiting_phone: str | None
    passkeys: list[Passkey]
    sessions: list[Session]


class ProfileForm(msgspec.Struct):
    """What the profile says."""

    name: Text = ""
    bio: Text = ""
    language: Text = ""


class PhoneForm(msgspec.Struct):
    """A phone number."""

    phone: Text = ""


class CodeForm(msgspec.Struct):
    """The code of the message."""

    code: Text = ""


class PasswordForm(msgspec.Struct):
    """The password of now, and the next one."""

    current: Text = ""
    password: Text = ""


class PictureForm(msgspec.Struct):
    """A picture to upload."""

    picture: UploadFile


async def own(db: Db, actor: Actor, *, wall: datetime) -> Own:
    """The reader's account with what belongs to it."""
    return Own(
        await queries.me(db, actor),
        await queries.phone_to_confirm(db, actor, wall=wall),
        await queries.passkeys(db, actor),
        await queries.sessions(db, actor, wall=wall),
    )


@get("/me")
async def me(request: Asked, desk: Desk) -> Html:
    """Everything about one's own account."""
    found = await desk.ask(own)
    return render(
        request,
        "shopper/settings/settings.html",
        account=found.account,
        waiting_phone=found.waiting_phone,
        passkeys=found.passkeys,
        sessions=[session_row(each) for each in found.sessions],
        offered=list(house().texts.languages),
    )


@post("/me/profile", status_code=303)
async def save_profile(request: Asked, desk: Desk, data: Annotated[ProfileForm, Form]) -> Response[None]:
    """Change what the profile says."""
    try:
        await desk.perform(edit_profile, name=data.name, bio=data.bio, language=data.language)
    except Told as no:
        return _told(request, desk, no)
    return see_other("/me", say(request, SAVED))


@post("/me/picture", status_code=303, request_max_body_size=BYTES_MAX + 100_000)
async def save_picture(
    request: Asked, desk: Desk, data: Annotated[PictureForm, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Response[None]:
    """Show another picture."""
    try:
        drawn = await draw(await data.picture.read())
        await put(desk.house.storage, drawn)
        await desk.perform(show_picture, drawn=drawn)
    except Told as no:
        return _told(request, desk, no)
    return see_other("/me", say(request, SAVED))


async def show_picture(db: Db, actor: Actor, *, drawn: Rendered, now: datetime, wall: datetime) -> Account:
    """Keep the picture, drawn anew in every width, and show it on the profile."""
    picture = await keep(db, actor, picture=drawn, wall=wall)
    return await actions.set_avatar(db, actor, key=picture.key, now=now)


@post("/me/phone", status_code=303)
async def send_code(request: Asked, desk: Desk, data: Annotated[PhoneForm, Form]) -> Response[None]:
    """Send a code to a phone."""
    try:
        phone = await desk.perform(actions.request_phone_check, phone=data.phone)
    except Told as no:
        return _told(request, desk, no)
    return see_other("/me", say(request, SENT, phone=phone), "info")


@post("/me/phone/code", status_code=303)
async def confirm_code(request: Asked, desk: Desk, data: Annotated[CodeForm, Form]) -> Response[None]:
    """Confirm the phone."""
    try:
        actions.settle(await desk.perform(actions.try_phone_code, code=data.code))
    except Told as no:
        return _told(request, desk, no)
    return see_other("/me", say(request, PROVEN))


@post("/me/password", status_code=303)
async def change_password(request: Asked, desk: Desk, data: Annotated[PasswordForm, Form]) -> Response[None]:
    """Change the password, knowing the old one."""
    try:
        rules.refuse({"password": rules.password_error(data.password)})
        await check_password(desk, data.current)
        hashed = await actions.hash_password(data.password)
        await desk.perform(actions.change_password, token=_token(request), password_hash=hashed)
    except Told as no:
        return _told(request, desk, no)
    return see_other("/me", say(request, CHANGED))


@post("/me/sessions/ending", status_code=303)
async def end_others(request: Asked, desk: Desk) -> Response[None]:
    """Sign out everywhere else."""
    await desk.perform(actions.end_other_sessions, token=_token(request))
    return see_other("/me", say(request, ENDED))


def session_row(session: Session) -> dict[str, Any]:
    """A place where the reader is signed in."""
    return {"kind": session.kind, "device": device_of(session.user_agent), "since": session.created_at}


def device_of(user_agent: str) -> str:
    """What people call their browser and device ("Firefox · Android"), as far as it says so; else nothing."""
    browser = next((name for word, name in BROWSERS if word in user_agent), "")
    system = next((name for word, name in SYSTEMS if word in user_agent), "")
    return " · ".join(filter(None, (browser, system)))


def _token(request: Asked) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


def _told(request: Asked, desk: Desk, no: Refusal) -> Response[None]:
    limited = isinstance(no, Limited)
    sentence = say(request, LIMITED, **no.facts) if limited else sentence_of(request, desk, no)
    return see_other("/me", sentence, "bad")


routes = [me, save_profile, save_picture, send_code, confirm_code, change_password, end_others]
