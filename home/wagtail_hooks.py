"""What the Wagtail admin is told about the pages: registrations only."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.roles import curates
from home import beginning, curating, translating
from home.offer_chooser import OfferChooserViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [beginning.ContentPageViewSet(), OfferChooserViewSet()]


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    """The report and its rows alone, as the search box asks for them."""
    report = curating.UnansweredSearches
    translate = translating.TranslateView.as_view()  # before Wagtail's own at the same address
    return [
        path("translation/submit/page/<int:page_id>/", translate),
        path("reports/unanswered/promote/", curating.PromoteView.as_view(), name="promote_words"),
        path("reports/unanswered/", report.as_view(), name="unanswered_searches"),
        path(
            "reports/unanswered/results/",
            report.as_view(results_only=True),
            name="unanswered_searches_results",
        ),
    ]


class CuratorsItem(MenuItem):
    """Shown to those who keep the shop window."""

    def is_shown(self, request: object) -> bool:
        return curates(request.user)  # type: ignore[attr-defined]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """Beside Wagtail's own reports."""
    url = reverse("unanswered_searches")
    return CuratorsItem(_("Searches that found nothing"), url, icon_name="search", order=1200)


hooks.register("construct_homepage_panels", curating.add_panel)
