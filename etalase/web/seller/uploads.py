"""Pictures that come with a form: drawn and stored before anything else, so that a form that comes back has them still."""

from collections.abc import Sequence

from litestar.datastructures import UploadFile

from etalase.doorway.desk import Desk
from etalase.media import actions


async def store(desk: Desk, files: Sequence[UploadFile]) -> list[str]:
    """The keys of the files, in their order. Invalid `picture` for the first that is no picture."""
    keys: list[str] = []
    for file in files:
        drawn = await actions.draw(await file.read())
        await actions.put(desk.house.storage, drawn)
        keys.append((await desk.perform(actions.keep, picture=drawn)).key)
    return keys
