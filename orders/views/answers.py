"""How pages about one buyer's money are answered: kept nowhere, named nowhere, redirected with a GET."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """303: go there with a GET."""

    status_code = 303


def secret_address(view: View) -> View:
    """A page whose address is its key: no cache, no search engine and no other site learns it.

    `same-origin` and not `no-referrer`: with that one browsers call the sender of our own forms "null".
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
