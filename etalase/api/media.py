"""Uploading a picture. Where it is used (a product, a shop, a profile) is said by its key."""

from typing import Any

import msgspec
from litestar import post
from litestar.datastructures import UploadFile

from etalase.base.errors import Invalid, Unauthenticated
from etalase.base.texts import N_
from etalase.doorway.desk import Answer, Desk
from etalase.media import actions
from etalase.media.queries import Picture
from etalase.media.rules import WIDTHS, url_of


class UploadShown(msgspec.Struct, frozen=True):
    """A stored picture: its key, its size when it was uploaded, its address in each width."""

    key: str
    width: int
    height: int
    urls: dict[str, str]


def show_upload(picture: Picture) -> UploadShown:
    """What an upload answers."""
    urls = {str(width): url_of(picture.key, width) for width in WIDTHS}
    return UploadShown(picture.key, picture.width, picture.height, urls)


@post("/pictures")
async def upload(desk: Desk) -> Answer[UploadShown]:
    """Store a picture (JPEG, PNG, WebP or GIF, at most 10 MB): the body itself, or the file of a multipart form."""
    if await desk.actor() is None:
        raise Unauthenticated
    picture = await actions.draw(await uploaded(desk))
    await actions.put(desk.house.storage, picture)
    return await desk.write(actions.keep, picture=picture, show=show_upload, status=201)


async def uploaded(desk: Desk) -> bytes:
    """The bytes of the upload; Invalid when a form has no file."""
    if not desk.request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await desk.request.body()
    form = await desk.request.form()
    for _, field in form.multi_items():
        if isinstance(field, UploadFile):
            return await field.read()
    raise Invalid({"picture": N_("Choose a file.")})


routes: list[Any] = [upload]
