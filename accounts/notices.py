"""Which mails a person gets: the page in the account, and the one behind the link in each such mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms import notices
from cms.mailing import declared


@login_required
@never_cache
def settings(request: HttpRequest) -> HttpResponse:
    """Every topic with a box to tick, and what is sent in any case."""
    person: Any = request.user
    wanted = notices.wanted_by(person.email)
    if request.method == "POST":
        ticked = request.POST.getlist("topic")
        for name, topic in notices.topics().items():
            if (name in ticked) != wanted[name]:
                notices.choose(person.email, topic, is_wanted=name in ticked)
        messages.success(request, _("Your choice of mails was saved."))
        return redirect("notices")
    return render(request, "account/notices.html", {"topics": _shown(wanted), "always": _always()})


def _shown(wanted: dict[str, bool]) -> list[dict[str, Any]]:
    return [{"topic": topic, "is_wanted": wanted[name]} for name, topic in notices.topics().items()]


def _always() -> list[Any]:
    return [mail for mail in declared().values() if mail.topic is None]


@csrf_exempt  # mail programs post without a page and without cookies (RFC 8058); the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: machines open links, too, so only the post ends the mails, or undoes it."""
    choice = notices.behind(token)
    topic = notices.topics().get(choice.topic) if choice else None
    if choice is None or topic is None:
        return render(request, "account/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        notices.choose(choice.email, topic, is_wanted="again" in request.POST)
    is_wanted = notices.wants(choice.email, topic)
    return render(request, "account/unsubscribe.html", {"topic": topic, "is_wanted": is_wanted})
