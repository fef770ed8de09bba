"""The listing editor: its tabs in the order of the work, its rows and their words, made for each kind."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from products.models.judging import may_judge
from products.models.moderation import ReviewSettings

MOST_PICTURES = 8
MOST_OFFERS = 12


class ReadinessPanel(Panel):
    """What the saved draft still lacks; the same list that refuses a submission."""

    class BoundPanel(Panel.BoundPanel):
        """One draft's list."""

        template_name = "products/admin/readiness.html"

        def is_shown(self) -> bool:
            """Not before the first word is written: a blank page lacks everything."""
            return bool(self.instance.pk or self.form.is_bound)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "problems": self.instance.problems(),
                "asked": asked_changes(self.instance),
                "is_closed": not self.instance.has_workflow,
                "compare_url": compare_url(self.instance),
                "promised": promised_hours(self.instance, self.request),
                "is_ones_own": not may_judge(self.request.user, self.instance),
            }


def asked_changes(listing: Any) -> str:
    """What the moderator asked to change, while that is where the review stands; else empty."""
    review = listing.current_workflow_state
    if review is None or review.status != review.STATUS_NEEDS_CHANGES or not review.current_task_state:
        return ""
    return review.current_task_state.comment or gettext("The moderator wrote no words to it.")


def compare_url(listing: Any) -> str:
    """Where the draft stands beside what is on sale, while the two differ; else empty."""
    if not (listing.live and listing.has_unpublished_changes and listing.latest_revision_id):
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[listing.pk, "live", "latest"])


def promised_hours(listing: Any, request: Any) -> int:
    """In how many hours its seller may expect an answer; 0 while nobody reviews it."""
    review = listing.current_workflow_state
    is_waiting = review is not None and review.status == review.STATUS_IN_PROGRESS
    return ReviewSettings.for_request(request).hours if is_waiting else 0


class TermsForm(WagtailAdminModelForm):
    """A row of an offer that asks what the kind's offers promise besides, and keeps it in `terms`."""

    asked: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: self.instance.terms.get(name) for name in self.asked})

    def clean(self) -> Any:
        cleaned = super().clean()
        said = {name: self.cleaned_data.get(name) for name in self.asked}
        kept = {name: value for name, value in said.items() if value not in (None, "", False)}
        self.instance.terms = {
            **{name: value for name, value in self.instance.terms.items() if name not in self.asked},
            **kept,
        }
        return cleaned


class OffersPanel(InlinePanel):
    """The rows of offers, with the form fields that the kind declares as `offer_terms`."""

    def __init__(self, *args: Any, terms: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms or {}

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "terms": self.terms}

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        if self.terms:
            form = type("OfferForm", (TermsForm,), {**self.terms, "asked": tuple(self.terms)})
            options["formsets"][self.relation_name]["form"] = form
        return options


def editor_of(kind: Any) -> TabbedInterface:
    """The editor of one kind of listing: Listing · Price & delivery · what the kind holds · Promote."""
    tabs = [ObjectList(listing_panels(kind), heading=_("Listing"))]
    tabs.append(ObjectList(price_panels(kind), heading=_("Price & delivery")))
    if kind.contents_panels:
        tabs.append(ObjectList(kind.contents_panels, heading=kind.contents_heading))
    tabs.append(ObjectList(promote_panels(), heading=_("Promote")))
    return TabbedInterface(tabs, base_form_class=kind.base_form_class)


def listing_panels(kind: Any) -> list[Any]:
    """What it is, how it looks, its story, where it stands."""
    return [
        ReadinessPanel(),
        TitleFieldPanel(
            "title",
            placeholder=_("Name of the listing"),
            help_text=_(
                "What buyers search for and see on cards: a name, then what it is. Up to 60 letters."
            ),
        ),
        FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 2, "maxlength": 160})),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Cover")),
        InlinePanel(
            "gallery",
            panels=[FieldPanel("image"), FieldPanel("alt")],
            heading=_("More pictures"),
            label=_("picture"),
            max_num=MOST_PICTURES,
            help_text=_("Shown beside the cover on the listing page, in this order. Up to eight."),
        ),
        FieldPanel("body", help_text=_("The story on the listing page. Press + to see what there is.")),
        MultiFieldPanel(
            [FieldPanel("categories", widget=forms.CheckboxSelectMultiple), FieldPanel("tags")],
            heading=_("Where people find it"),
        ),
        *kind.listing_panels,
    ]


def price_panels(kind: Any) -> list[Any]:
    """The offers, with the words and choices that suit the kind."""
    return [
        OffersPanel(
            "offers",
            terms=kind.offer_terms,
            panels=offer_panels(kind),
            heading=_("Offers"),
            label=_("offer"),
            min_num=1,
            max_num=MOST_OFFERS,
            help_text=_(
                "What buyers choose from: one offer or several, such as licences. "
                "A new price counts once it is approved; whoever bought keeps what they paid for."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel(name, widget=forms.RadioSelect) for name in ("refund_policy", "licence")],
            heading=_("Refunds and licence"),
        ),
        *kind.price_panels,
    ]


def offer_panels(kind: Any) -> list[Any]:
    """The fields of one offer in the order one thinks of them; what a kind does not know is left out."""
    money = [FieldPanel("price"), FieldPanel("compare_at")]
    if len(kind.intervals) > 1:
        money.append(FieldPanel("interval"))
        money.append(FieldPanel("trial_days"))
    scarce = [FieldPanel("stock")]
    if kind.quota_label:
        scarce.insert(0, FieldPanel("quota", heading=kind.quota_label, help_text=kind.quota_help))
    once = "once" in kind.intervals  # what is paid again each month has plans instead
    return [
        FieldRowPanel([FieldPanel("name"), FieldPanel("is_active")]),
        FieldRowPanel(money),
        FieldRowPanel([FieldPanel("minimum"), FieldPanel("is_free")]),
        *([FieldPanel("takes_upgrades")] if once else []),
        FieldRowPanel(scarce),
        *([FieldRowPanel([FieldPanel(name) for name in kind.offer_terms])] if kind.offer_terms else []),
    ]


def promote_panels() -> list[Any]:
    """Last: the address, how search engines show it, when it goes live."""
    return [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug", help_text=_("The last part of its address. Changing it keeps old links alive.")
                ),
                FieldPanel("seo_title", help_text=_("The headline in search engines. Empty: the title.")),
                FieldPanel(
                    "search_description", help_text=_("Two lines under that headline. Empty: the summary.")
                ),
            ],
            heading=_("For search engines"),
        ),
        PublishingPanel(),
        CommentPanel(),
    ]
