"""Reviews: whoever holds a listing may say once what they think of it, and change it later."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django_ratelimit.decorators import ratelimit

from accounts.roles import seller_ids_of
from products import opinions
from products.cards import recount_ratings
from products.models import Entitlement, Listing, Review, ReviewReport
from products.presentation import histogram, review_of

REVIEWS_ON_A_PAGE = 20
STARS = [
    (5, _("5 stars: excellent")),
    (4, _("4 stars: good")),
    (3, _("3 stars: fair")),
    (2, _("2 stars: poor")),
    (1, _("1 star: bad")),
]


class ReviewForm(forms.ModelForm):
    """Stars, a few words, and the name they stand under."""

    stars = forms.TypedChoiceField(
        label=_("Your rating"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Your review"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was it like to use? Whom would you recommend it to?"),
    )
    author_name = forms.CharField(label=_("Shown name"), max_length=60)

    class Meta:
        model = Review
        fields = ("stars", "text", "author_name")


def form_for(person: Any, listing_id: int, data: Any = None) -> ReviewForm:
    """The review form of a holder, filled with what they wrote before."""
    written = Review.objects.filter(listing_id=listing_id, author_id=person.pk).first()
    name = person.get_full_name() or person.email.partition("@")[0]
    return ReviewForm(data, instance=written, initial={} if written else {"author_name": name[:60]})


def may_review(person: Any, listing_id: int) -> bool:
    """Holders who took it themselves, and nobody of the team that sells it.

    What a refund took back can no longer be judged, and who was given it by the seller is no buyer.
    """
    active = Entitlement.objects.non_polymorphic().active().held_by(person)
    held = active.filter(listing_id=listing_id, is_gift=False)
    return held.exclude(listing__card__seller__in=seller_ids_of(person)).exists()


@login_required
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or change one's review; for anybody but a holder the listing has no such page."""
    listing = get_object_or_404(Listing, pk=pk)
    if not may_review(request.user, pk):
        raise Http404
    form = form_for(request.user, pk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _say_what_became_of(publish(form, request.user, pk), request)
        return redirect(f"{listing.url or '/'}#reviews")
    return render(request, "products/review.html", {"form": form, "listing": listing})


def _say_what_became_of(written: Review, request: HttpRequest) -> None:
    """A moderator's decision outlasts a change by the author."""
    if written.is_public:
        messages.success(request, gettext("Thank you. Your review is published."))
        return
    said = gettext("Your words are kept. The review stays hidden until a moderator shows it again.")
    why = gettext("Why it was hidden: %(reason)s") % {"reason": written.hidden_reason}
    messages.warning(request, f"{said} {why}")


def publish(form: ReviewForm, person: Any, listing_id: int) -> Review:
    """Keep one review of this person; a double click changes the first one. The card's rating follows."""
    with transaction.atomic():
        written, is_new = Review.objects.update_or_create(
            listing_id=listing_id, author=person, defaults=form.cleaned_data
        )
        if not is_new and form.has_changed():
            Review.objects.filter(pk=written.pk).update(edited_at=timezone.now())
        recount_ratings([listing_id])
    return written


class ReportForm(forms.ModelForm):
    """What is wrong with a review."""

    reason = forms.ChoiceField(
        label=_("What is wrong"), choices=ReviewReport.Reason.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = ReviewReport
        fields = ("reason", "note")


@login_required
@never_cache
@ratelimit(key="user", rate="20/h", method="POST", block=True)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the moderators of a review that is shown; a second report by the same person changes nothing."""
    shown = Review.objects.filter(is_public=True, listing__card__is_public=True).select_related(
        "listing__card"
    )
    review = get_object_or_404(shown, pk=pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opinions.report(review, request.user, **form.cleaned_data)
        messages.success(request, gettext("Thank you. A moderator will look at it."))
        return redirect("reviews", review.listing_id)
    return render(request, "products/report.html", {"form": form, "review": review_of(review), "pk": pk})


def reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """Every shown review of a public listing, the newest first."""
    listing = get_object_or_404(Listing.objects.live().select_related("card"), pk=pk, card__is_public=True)
    before = request.GET.get("before", "")
    shown = (
        Review.objects.filter(listing_id=pk, is_public=True).select_related("listing__card").order_by("-pk")
    )
    if before.isascii() and before.isdigit() and len(before) < 19:
        shown = shown.filter(pk__lt=int(before))
    found = list(shown[: REVIEWS_ON_A_PAGE + 1])
    page = found[:REVIEWS_ON_A_PAGE]
    context = {
        "listing": listing,
        "card": listing.card,
        "ratings": histogram(listing.card),
        "reviews": [review_of(one) for one in page],
        "next_url": f"?before={page[-1].pk}" if len(found) > len(page) else "",
        "is_personal": settings.SESSION_COOKIE_NAME in request.COOKIES,  # a visitor's page is kept for all
    }
    return render(request, "products/reviews.html", context)
