"""Bring in a file of products: upload, look at the guessed columns and correct them, watch it land, read what was found."""

import re
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Response

from etalase.base.errors import Invalid, NotFound, Refused
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.doorway.inputs import Id
from etalase.imports import actions, queries
from etalase.imports.rules import FIELDS, Preview
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, say, see_other
from etalase.web.seller import imports_view
from etalase.web.seller.uploads import store
from etalase.web.seller.workplace import Workplace, enter, shown
from etalase.web.typed import FINE, Trouble, Typed, trouble_of, typed, wrong

CHOOSE_FILE: Final = N_("Choose a file.")
STARTED: Final = N_("The import has begun. This page follows it.")
SHA: Final = re.compile(r"[0-9a-f]{64}")
UPLOAD_MAX: Final = 120_000_000
RUNS_AT_ONCE: Final = 10
NOTES_AT_ONCE: Final = 50
NAME_MAX: Final = 200


class Upload(msgspec.Struct, frozen=True):
    """A file that lies in the storage: its key, its name, and where the list of its pictures lies."""

    shop_id: int
    sha: str
    name: str
    pictures_sha: str

    @property
    def key(self) -> str:
        """The key of `imports.actions.keep_file`."""
        return f"imports/{self.shop_id}/{self.sha}"

    @property
    def path(self) -> str:
        """The page that shows it."""
        return with_query(
            f"/seller/{self.shop_id}/products/import/{self.sha}", name=self.name, pictures=self.pictures_sha
        )


@get("/seller/{shop:int}/products/import")
async def import_page(request: Asked, desk: Desk, shop: Id, cursor: str | None = None) -> Html:
    """The form, and the files that were brought in before."""
    return await start(request, desk, await enter(desk, shop, "product.write"), cursor=cursor)


@post("/seller/{shop:int}/products/import", request_max_body_size=UPLOAD_MAX)
async def upload(request: Asked, desk: Desk, shop: Id) -> Response[Any]:
    """Keep the file and its pictures, then show what they would become."""
    place = await enter(desk, shop, "product.write")
    form = await typed(request)
    files = form.files("file")
    if not files:
        return await start(request, desk, place, trouble=wrong(request, {"file": CHOOSE_FILE}))
    try:
        kept = await keep(desk, shop, files[0], form.files("pictures"))
    except Invalid as no:
        return await start(request, desk, place, trouble=trouble_of(request, no))
    return see_other(kept.path)


@get("/seller/{shop:int}/products/import/{sha:str}")
async def preview_page(request: Asked, desk: Desk, shop: Id, sha: str) -> Html:
    """The columns as guessed or corrected, and the first products as they would land."""
    place = await enter(desk, shop, "product.write")
    asked = Typed(request.query_params.multi_items())
    return await preview(request, desk, place, upload_of(shop, sha, asked), wishes_of(asked))


@post("/seller/{shop:int}/products/import/{sha:str}")
async def begin(request: Asked, desk: Desk, shop: Id, sha: str) -> Response[Any]:
    """Queue the run; a worker lands it."""
    place = await enter(desk, shop, "product.write")
    form = await typed(request)
    kept, wishes = upload_of(shop, sha, form), wishes_of(form)
    if await desk.house.storage.get(kept.key) is None:
        raise NotFound
    try:
        pictures = await pictures_of(desk, kept)
        run = await desk.perform(
            actions.start_run, shop_id=shop, file_name=kept.name, file_key=kept.key, wishes=wishes, pictures=pictures
        )
    except (Invalid, Refused) as no:
        return await preview(request, desk, place, kept, wishes, trouble_of(request, no))
    return see_other(f"/seller/{shop}/imports/{run.run_id}", say(request, STARTED), "info")


@get("/seller/{shop:int}/imports/{run:int}")
async def run_page(request: Asked, desk: Desk, shop: Id, run: Id, kind: str = "", cursor: str | None = None) -> Html:
    """How far it is, and what was found line by line."""
    place = await enter(desk, shop, "product.read")
    only = kind if kind in {"PROBLEM", "NOTICE"} else None
    found = await desk.ask(queries.run, shop_id=shop, run_id=run)
    notes = await desk.ask(queries.notes, shop_id=shop, run_id=run, kind=only, limit=NOTES_AT_ONCE, cursor=cursor)
    here = f"/seller/{shop}/imports/{run}"
    more = with_query(here, kind=only or "", cursor=notes.next_cursor) if notes.next_cursor else ""
    refusal = desk.house.refusals.get(found.refusal or "", "")
    return shown(
        request,
        place,
        "imports/run",
        run=found,
        state=imports_view.state_of(request, found),
        refusal=imports_view.plain(request, refusal),
        notes=[imports_view.note_row(request, each) for each in notes.items],
        tabs=imports_view.note_tabs(request, found, here, only or ""),
        more=more,
    )


async def keep(desk: Desk, shop_id: int, file: UploadFile, pictures: list[UploadFile]) -> Upload:
    """Put the file away, draw its pictures, and remember which name became which picture. Invalid when one is unfit."""
    key = await actions.keep_file(desk.house.storage, shop_id, await file.read())
    names = [each.filename.replace("\\", "/").rpartition("/")[2] for each in pictures]
    keys = await store(desk, pictures)
    listed = ""
    if keys:
        table = msgspec.json.encode(dict(zip(names, keys, strict=True)))
        listed = (await actions.keep_file(desk.house.storage, shop_id, table)).rpartition("/")[2]
    return Upload(shop_id, key.rpartition("/")[2], file.filename[-NAME_MAX:], listed)


def upload_of(shop_id: int, sha: str, asked: Typed) -> Upload:
    """The upload that an address or a form names; NotFound when it names none."""
    pictures = asked.text("pictures")
    if not SHA.fullmatch(sha) or (pictures and not SHA.fullmatch(pictures)):
        raise NotFound
    return Upload(shop_id, sha, asked.text("name")[-NAME_MAX:] or "file", pictures)


def wishes_of(asked: Typed) -> dict[str, str | list[str]]:
    """What a person said about the columns: fields named `m-<field>`."""
    found: dict[str, str | list[str]] = {}
    for field in FIELDS:
        said = asked.every(f"m-{field}")
        if said:
            found[field] = [each for each in said if each] if len(said) > 1 else said[0]
    return found


async def pictures_of(desk: Desk, kept: Upload) -> dict[str, str]:
    """File name to key of the pictures that came with the upload."""
    if not kept.pictures_sha:
        return {}
    data = await desk.house.storage.get(f"imports/{kept.shop_id}/{kept.pictures_sha}")
    try:
        return msgspec.json.decode(data or b"{}", type=dict[str, str])
    except msgspec.MsgspecError as broken:
        raise NotFound from broken


async def start(
    request: Asked, desk: Desk, place: Workplace, *, cursor: str | None = None, trouble: Trouble = FINE
) -> Html:
    """The first page."""
    runs = await desk.ask(queries.runs, shop_id=place.shop.shop_id, limit=RUNS_AT_ONCE, cursor=cursor)
    rows = [{"run": each, "state": imports_view.state_of(request, each)} for each in runs.items]
    here = f"{place.home}/products/import"
    more = with_query(here, cursor=runs.next_cursor) if runs.next_cursor else ""
    return shown(
        request,
        place,
        "imports/start",
        status=trouble.status,
        runs=rows,
        more=more,
        errors=trouble.errors,
        general=trouble.general,
    )


async def preview(
    request: Asked,
    desk: Desk,
    place: Workplace,
    kept: Upload,
    wishes: dict[str, str | list[str]],
    trouble: Trouble = FINE,
) -> Html:
    """The second page; a file that cannot be read leads back to the first, with the reason."""
    try:
        found: Preview = await desk.ask(
            actions.preview,
            storage=desk.house.storage,
            shop_id=kept.shop_id,
            file_key=kept.key,
            wishes=wishes or None,
            pictures=await pictures_of(desk, kept),
        )
    except (Invalid, Refused) as no:
        return await start(request, desk, place, trouble=trouble_of(request, no))
    return shown(
        request,
        place,
        "imports/preview",
        status=trouble.status,
        kept=kept,
        found=found,
        fields=imports_view.fields(request, found.mapping),
        missing=imports_view.missing(request, found.mapping),
        products=[imports_view.product_row(request, each, place.shop.currency) for each in found.products],
        general=trouble.general,
    )


routes = [import_page, upload, preview_page, begin, run_page]
