"""The editors' desk in the admin: short ways to what they do most, and the searches that found nothing."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.contrib.search_promotions.views import CreateView

from accounts.roles import curates
from home.beginning import landing_url
from home.models import HomePage, SearchAnswer


class CuratingPanel(Component):
    """What an editor comes for, one click away. Two queries at most."""

    order = 60
    template_name = "home/admin/curating.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        unanswered = SearchAnswer.objects.filter(found=0).count()
        return {"links": _links(unanswered)}


def _links(unanswered: int) -> list[dict[str, str]]:
    home = HomePage.objects.values_list("pk", flat=True).first()
    return [
        _link(_("Edit the home page"), reverse("wagtailadmin_pages:edit", args=[home]), "home"),
        _link(_("New landing page"), landing_url(home), "doc-full-inverse"),
        _link(_("Write a page"), reverse("wagtailadmin_pages:add_subpage", args=[home]), "doc-full"),
        _link(_("Make a collection"), _add("collectionpage", home), "folder-open-inverse"),
        _link(_("Plan a campaign"), _add("campaignpage", home), "calendar-alt"),
        _link(_("Promote a listing in search"), reverse("wagtailsearchpromotions:add"), "pick"),
        _link(
            _("Searches that found nothing: %(n)s") % {"n": unanswered},
            reverse("unanswered_searches"),
            "search",
        ),
    ]


def _add(model: str, parent: int | None) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", model, parent])


def _link(label: str, url: str, icon: str) -> dict[str, str]:
    return {"label": label, "url": url, "icon": icon}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """For editors and admins."""
    if curates(request.user):
        panels.append(CuratingPanel())


class PromoteView(CreateView):
    """Wagtail's form for a promoted result, with the words of `?query_string=` already in it."""

    add_url_name = "promote_words"

    def get_initial(self) -> dict[str, Any]:
        """The words as they were asked; whoever fills the form may still change them."""
        return {**super().get_initial(), "query_string": self.request.GET.get("query_string", "")}


def promote_url(answer: SearchAnswer) -> str:
    """Where a listing is chosen for the words of a search."""
    return f"{reverse('promote_words')}?{urlencode({'query_string': answer.query.query_string})}"


class WordsColumn(TitleColumn):
    """The words, leading to the form that promotes a listing for them, for whoever may add one."""

    def get_link_url(self, instance: SearchAnswer, parent_context: Any) -> str | None:
        may = parent_context["request"].user.has_perm("wagtailsearchpromotions.add_searchpromotion")
        return promote_url(instance) if may else None


class UnansweredSearches(ReportView):
    """What people looked for in vain, the most asked first."""

    model = SearchPromotion  # whose rights decide: who may promote may read what is missing
    any_permission_required = ("add", "change", "view")
    page_title = gettext_lazy("Searches that found nothing")
    header_icon = "search"
    index_url_name = "unanswered_searches"
    index_results_url_name = "unanswered_searches_results"
    default_ordering = "-hits"
    is_searchable = True
    search_fields = ("query__query_string",)
    columns = (
        WordsColumn("query", label=gettext_lazy("Words")),
        Column("instead", label=gettext_lazy("Shown instead")),
        NumberColumn("hits", label=gettext_lazy("Times asked"), sort_key="hits"),
        DateColumn("asked_at", label=gettext_lazy("Last asked"), sort_key="asked_at"),
    )
    list_export = ("query", "instead", "hits", "asked_at")
    export_headings = {"query": gettext_lazy("Words"), "hits": gettext_lazy("Times asked")}

    def get_base_queryset(self) -> QuerySet:
        rows = SearchAnswer.objects.filter(found=0).select_related("query")
        return rows.annotate(hits=Sum("query__daily_hits__hits", default=0))
