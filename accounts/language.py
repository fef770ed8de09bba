"""The language switch: a cookie for every visitor, and kept on the account of whoever is signed in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cms.languages import known, remember, way_back
from cms.origin import same_origin_post


@same_origin_post
def choose(request: HttpRequest) -> HttpResponse:
    """Speak that language from now on, and show the page again on which it was asked."""
    code = known(request.POST.get("language"))
    if request.user.is_authenticated:
        request.user.language = code
        request.user.save(update_fields=["language"])
    response = HttpResponseRedirect(way_back(request, code))
    remember(request, response, code)
    return response
