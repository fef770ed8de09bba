"""What sellers and moderators do with a review: answer it, hide it, show it again, settle its reports."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.abilities import SERVICE
from accounts.roles import seller_ids_of
from accounts.scoping import policy_of
from products import opinions
from products.models import Review

SHORTEST_REASON = 10


def may_answer(user: Any, review: Review) -> bool:
    """Whoever serves buyers in the team that sells it, while it is shown; staff never speaks for a store."""
    return review.is_public and review.listing.card.seller_id in seller_ids_of(user, SERVICE)


def may_moderate(user: Any, review: Review | None = None) -> bool:
    """Staff whose role may change reviews; never those of what their own team sells."""
    if not policy_of(Review).reaches_all(user, "change"):
        return False
    return review is None or user.is_superuser or review.listing.card.seller_id not in seller_ids_of(user)


class AnswerForm(forms.Form):
    """The seller's words, for everybody to read."""

    reply = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Everybody reads it below the review. Thank, explain, say what you changed."),
    )


class AnswerView(WagtailAdminTemplateMixin, FormView):
    """Answer a review in public, or correct the answer."""

    template_name = "products/admin/answer.html"
    form_class = AnswerForm
    page_title = gettext_lazy("Answer a review")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Review.objects.select_related("listing__card").filter(listing__card__isnull=False)
        self.review = get_object_or_404(policy_of(Review).reach(request.user, rows), pk=kwargs["pk"])
        if not may_answer(request.user, self.review):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"reply": self.review.reply}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("reviews:index"), "label": _("Reviews")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        opinions.answer(self.review, form.cleaned_data["reply"], self.request.user)
        messages.success(self.request, _("Your answer stands below the review."))
        return redirect("reviews:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, back=reverse("reviews:index"), **kwargs)


class HideForm(forms.Form):
    """Why; the author reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=SHORTEST_REASON,
        max_length=200,
        help_text=gettext_lazy("The author reads it in a mail, the seller in the list."),
    )


class OnReviews(BulkAction):
    """An action of moderators on the reviews that were ticked."""

    models = [Review]
    template_name = "products/admin/bulk_reviews.html"
    words: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> list[Review]:
        keys = [key for key in object_ids if str(key).isdecimal()]
        return list(Review.objects.filter(pk__in=keys).select_related("listing__card"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        """None: Wagtail's "all" forgets the filters, and each hidden review mails its author."""
        return []

    def check_perm(self, obj: Review) -> bool:
        return may_moderate(self.request.user, obj)

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "said": self.cleaned_form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=self.words, title=self.display_name, **kwargs)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(n)d done: %(what)s", "%(n)d done: %(what)s", num_parent_objects)
        return said % {"n": num_parent_objects, "what": self.display_name}


class HideReviews(OnReviews):
    """Off the listing, out of the stars, the author told."""

    display_name = gettext_lazy("Hide")
    action_type = "hide"
    aria_label = gettext_lazy("Hide the chosen reviews")
    words = gettext_lazy("They leave their listings and no longer count. Their authors are told why by mail.")
    form_class = HideForm
    classes = {"serious"}

    @classmethod
    def execute_action(cls, objects: list[Review], **kwargs: Any) -> tuple[int, int]:
        keys = [review.pk for review in objects]
        return opinions.hide(keys, kwargs["said"]["reason"], kwargs["user"]), 0


class ShowReviews(OnReviews):
    """Back on the listing."""

    display_name = gettext_lazy("Show again")
    action_type = "show"
    aria_label = gettext_lazy("Show the chosen reviews again")
    words = gettext_lazy("They stand on their listings again and count.")

    @classmethod
    def execute_action(cls, objects: list[Review], **kwargs: Any) -> tuple[int, int]:
        return opinions.show([review.pk for review in objects], kwargs["user"]), 0


class DismissReports(OnReviews):
    """The review stays; its reports are settled."""

    display_name = gettext_lazy("Dismiss reports")
    action_type = "dismiss"
    aria_label = gettext_lazy("Dismiss the reports of the chosen reviews")
    words = gettext_lazy("The reviews stay as they are. Their reports leave the list.")

    @classmethod
    def execute_action(cls, objects: list[Review], **kwargs: Any) -> tuple[int, int]:
        return opinions.dismiss([review.pk for review in objects], kwargs["user"]), 0
