"""`/v1/events`: what happened, newest first."""

from sandbox import crud, listing
from sandbox.routes import Call, route

PATH = "/v1/events"


@route("GET", PATH)
def page(call: Call) -> dict:
    """Events, of one type or of several."""
    kinds = call.params.pop("types", None)
    return listing.page("event", call, **({"type__in": kinds} if kinds else {}))


crud.serve_reading("event", PATH)
