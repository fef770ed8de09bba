"""The page explorer as a seller may see it: no filters that list other people, no shortcuts past the gate."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet

from accounts.roles import is_only_seller

# Wagtail fills these from the whole site: names of people, hosts, kinds of pages.
TELLING = ("owner", "edited_by", "site", "content_type", "has_child_pages")


class DiscreetFilters(GenericPageFilterSet):
    """Wagtail's page filters; those that would name other people are left out for a seller."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is None or is_only_seller(self.request.user):
            for name in TELLING:
                self.filters.pop(name, None)


class NoBulkForSellers:
    """Boxes to tick belong to bulk actions, which the gate keeps from sellers."""

    def get_table(self, *args: Any, **kwargs: Any) -> Table:
        table = super().get_table(*args, **kwargs)  # type: ignore[misc]
        if is_only_seller(self.request.user):  # type: ignore[attr-defined]
            table.columns.pop("bulk_actions", None)
        return table


class StoreExplorer(NoBulkForSellers, ExplorableIndexView):
    """The pages below a page."""


class StoreSearch(NoBulkForSellers, SearchView):
    """The pages that hold a word."""


class CarefulEdit(EditView):
    """Whoever had a page open while somebody else changed it is told once, whichever button they press.

    What a submission enqueues begins when all of it is kept, not in the middle.
    """

    def form_valid(self, form: Any) -> Any:
        if not self.is_out_of_date:
            return super().form_valid(form)
        # The answer names the newer version as the one that was seen, so that the next press goes through.
        told = _(
            "This was changed while you had it open: see its history. Press again to keep yours instead."
        )
        form.add_error(None, told)
        return self.form_invalid(form)

    def submit_action(self) -> Any:
        with transaction.atomic():
            return super().submit_action()

    def restart_workflow_action(self) -> Any:
        with transaction.atomic():
            return super().restart_workflow_action()


class StorePageViewSet(PageViewSet):
    """The admin views of pages. Every PageViewSet of the shop extends this one."""

    filterset_class = DiscreetFilters
    index_view_class = StoreExplorer
    search_view_class = StoreSearch
    edit_view_class = CarefulEdit
