"""The outbox: mails and messages as they were written. Open to all under the sandbox, to operators elsewhere."""

from typing import Annotated

from litestar import get
from litestar.params import Parameter

from etalase.doorway.desk import Desk
from etalase.notices import queries
from etalase.web.flash import with_query
from etalase.web.frame import Asked
from etalase.web.pages import Html, render

SHOWN_AT_ONCE = 30
To = Annotated[str, Parameter(query="to", max_length=254)]


@get("/outbox")
async def outbox(request: Asked, desk: Desk, to: To = "", cursor: str | None = None) -> Html:
    """Messages, newest first."""
    found = await desk.look(
        queries.outbox,
        everybody=desk.house.settings.sandbox,
        recipient=to.strip(),
        limit=SHOWN_AT_ONCE,
        cursor=cursor,
    )
    more = with_query("/outbox", to=to, cursor=found.next_cursor) if found.next_cursor else ""
    return render(request, "operator/outbox/outbox.html", messages=found.items, to=to, more=more)


routes = [outbox]
