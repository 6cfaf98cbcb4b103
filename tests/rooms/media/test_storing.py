"""Pictures are drawn anew, kept once, and served by their content's hash."""

from datetime import datetime

import pytest
import pyvips

from etalase.base.db import Db
from etalase.base.errors import NotFound
from etalase.media import actions, queries, rules
from etalase.media.ports import memory_storage


def jpeg(width: int = 640, height: int = 480) -> bytes:
    return pyvips.Image.black(width, height, bands=3).copy(interpretation="srgb").jpegsave_buffer()


async def test_an_upload_is_kept_in_every_width_under_its_hash(db: Db, now: datetime) -> None:
    storage = memory_storage()
    picture = await actions.store_image(db, storage, jpeg(), now)
    again = await actions.store_image(db, storage, jpeg(), now)
    assert picture == again == queries.Picture(picture.key, 640, 480)
    assert await queries.known_keys(db, [picture.key, "0" * 64]) == {picture.key}
    for width in rules.WIDTHS:
        image = pyvips.Image.new_from_buffer(await queries.derivative(storage, picture.key, width), "")
        assert (image.width, image.height) == (min(width, 640), round(min(width, 640) * 3 / 4))


async def test_what_is_not_there_is_not_found(db: Db) -> None:
    storage = memory_storage()
    for key, width in (("0" * 64, 400), ("../../etc/passwd", 400), ("0" * 64, 401)):
        with pytest.raises(NotFound):
            await queries.derivative(storage, key, width)


async def test_finished_pictures_are_kept_many_at_once(db: Db, now: datetime) -> None:
    storage = memory_storage()
    drawn = [await actions.draw(jpeg(100 + number, 100)) for number in range(3)]
    kept = await actions.store_rendered(db, storage, drawn, now)
    assert [each.key for each in kept] == [each.key for each in drawn]
    assert (await queries.pictures(db, [each.key for each in kept])).keys() == {each.key for each in drawn}
