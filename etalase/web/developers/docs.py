"""/api/docs: the OpenAPI document as a page."""

from litestar import get

from etalase.doorway.desk import Desk
from etalase.doorway.document import document
from etalase.doorway.problems import TITLES
from etalase.web.developers import reading
from etalase.web.frame import Asked
from etalase.web.pages import Html, render, say

TOLD = (401, 403, 404, 409, 422, 429, 503)


@get("/api/docs", sync_to_thread=False)
def api_docs(request: Asked, desk: Desk) -> Html:
    """Every call of the API."""
    doc = document(request.app)
    server = desk.house.settings.public_url
    found = reading.groups(doc, server)
    return render(
        request,
        "developers/docs.html",
        groups=found,
        count=sum(len(group.calls) for group in found),
        version=doc["info"]["version"],
        server=server,
        statuses=[{"status": status, "title": say(request, TITLES[status])} for status in TOLD],
    )


routes = [api_docs]
