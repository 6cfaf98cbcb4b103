"""Forms as they were typed. Nothing here says no: what is wrong is told beside the field, with everything else kept."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from litestar.datastructures import UploadFile
from litestar.response import Response

from etalase.base.errors import Invalid, Refusal, Refused
from etalase.base.ids import LARGEST
from etalase.base.texts import N_
from etalase.doorway.desk import Desk
from etalase.web.frame import Asked
from etalase.web.pages import say, see_other

CHECK: Final = N_("Look at the fields again.")
GONE: Final = N_("It is not there any more.")


class Typed:
    """The fields of a form, each once or several times."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        self._fields: dict[str, list[Any]] = {}
        for name, value in pairs:
            self._fields.setdefault(name, []).append(value)

    def text(self, name: str, otherwise: str = "") -> str:
        """The field without the spaces around it; `otherwise` when the form has no such field."""
        found = self.every(name)
        return found[0] if found else otherwise

    def every(self, name: str) -> list[str]:
        """All fields of that name, in their order. No text of ours holds a NUL."""
        return [each.replace("\x00", "").strip() for each in self._fields.get(name, ()) if isinstance(each, str)]

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.text(name) not in {"", "0"}

    def ids(self, name: str) -> list[int]:
        """All ids of that name; anything that is none is left out."""
        return [number for text in self.every(name) if (number := whole(text)) and number <= LARGEST]

    def files(self, name: str) -> list[UploadFile]:
        """The files that were chosen; an empty field of files has none."""
        return [each for each in self._fields.get(name, ()) if isinstance(each, UploadFile) and each.filename]

    def names(self) -> list[str]:
        """The names of all fields."""
        return list(self._fields)


class Trouble(msgspec.Struct, frozen=True):
    """Why a form comes back: a sentence beside each wrong field, or one above them all."""

    errors: Mapping[str, str] = {}
    general: str = ""
    status: int = 200


FINE: Final = Trouble()


async def typed(request: Asked) -> Typed:
    """What was sent, urlencoded or with files."""
    return Typed((await request.form()).multi_items())


def whole(text: str) -> int | None:
    """A whole number from 0 as people write it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else None


def trouble_of(request: Asked, no: Invalid | Refused) -> Trouble:
    """A refusal in the reader's language."""
    if isinstance(no, Invalid):
        errors = {field: say(request, msgid, **no.facts) for field, msgid in no.errors.items()}
        return Trouble(errors, "", no.status)
    return Trouble({}, sentence(request, no), no.status)


def wrong(request: Asked, errors: Mapping[str, str], **facts: object) -> Trouble:
    """Trouble that the door found by itself: field to msgid."""
    return Trouble({field: say(request, msgid, **facts) for field, msgid in errors.items()}, "", 422)


def sentence(request: Asked, no: Refusal) -> str:
    """A refusal in one sentence."""
    if isinstance(no, Invalid):
        return say(request, next(iter(no.errors.values()), CHECK), **no.facts)
    return say(request, request.app.state.house.refusals.get(no.code, CHECK), **no.facts)


async def act_and_return(request: Asked, desk: Desk, back: str, done: str, act: Any, **inputs: Any) -> Response[None]:
    """Do what a button says and go back; a refusal is told there. `done`: a msgid. NotFound for what is not the reader's."""
    try:
        await desk.perform(act, **inputs)
    except (Invalid, Refused) as no:
        return see_other(back, sentence(request, no), "bad")
    return see_other(back, say(request, done))
