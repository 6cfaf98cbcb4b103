"""What a page says to anything raised behind it: a refusal in words, the way to sign in, or an apology."""

from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from etalase.base.errors import Busy, Limited, Unauthenticated
from etalase.doorway.problems import as_refusal, tell
from etalase.web.flash import with_query
from etalase.web.problem import problem_page


def tell_page(request: Request[Any, Any, Any], raised: Exception) -> Response[Any]:
    """The error page; JSON for whoever knocked at a JSON door that does not exist."""
    if request.url.path.startswith("/api/"):
        return tell(request, raised)
    no = as_refusal(raised)
    if isinstance(no, Unauthenticated):
        return Redirect(with_query("/login", next=came_from(request)), status_code=303)
    sentence = request.app.state.house.refusals.get(no.code, "")
    answer = problem_page(request, no.status, sentence, **no.facts)
    if isinstance(no, Limited | Busy):
        answer.headers["Retry-After"] = str(no.retry_after_s)
    return answer


def came_from(request: Request[Any, Any, Any]) -> str:
    """Where to go after signing in: the page itself, or the page whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    referer = request.headers.get("referer", "")
    host = f"//{request.headers.get('host', '')}/"
    return "/" + referer.split(host, 1)[1] if host in referer else "/"
