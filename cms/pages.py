"""A page that names its view by string, so that models need not know who shows them."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, PageViewRestriction

from cms.languages import OTHERS, localized
from cms.shared_preview import SHARED, shared_preview


class Row(Orderable):
    """A child row that people arrange. Saved rows without a place stand in the order they were made."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]


class OneLanguage:
    """Mix in before Page, where a copy in another language would be a second thing to buy or to open."""

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page in its own language. PermissionDenied for a copy in another."""
        if "locale" in (kwargs.get("update_attrs") or {}):
            raise PermissionDenied
        return super().copy(*args, **kwargs)  # type: ignore[misc]


class ShownPage:
    """Mix in before Page. Previews and the public site both go through `view`."""

    view: ClassVar[str] = ""  # "app.module.function", called with the page and the request
    served_with: ClassVar[tuple[str, ...]] = ()  # relations fetched with the page, in one query

    shown_children: ClassVar[tuple[str, ...]] = ()  # read more than once, so fetched once

    # Set by whoever found the page, when its own query has already asked for restrictions.
    is_open_to_all = False

    def get_url_parts(self, request: Any = None) -> Any:
        """A translation has its language in front; a page of the first language stands in every one."""
        parts = super().get_url_parts(request)  # type: ignore[misc]
        if not parts or not parts[2]:
            return parts
        roots = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        code = roots[0].language_code
        return (*parts[:2], localized(parts[2], code)) if code in OTHERS else parts

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        for name in self.shown_children:
            getattr(self, name).get_object_list()
        if self.view:
            return import_string(self.view)(self, request)
        return super().serve(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page itself, then its head: as search engines and shared links show it."""
        return [*super().preview_modes, (SHARED, _("In search results and when shared"))]  # type: ignore[misc]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft by the same view; Wagtail's own way would hand the template a bare page."""
        if mode_name == SHARED:
            return shared_preview(request, self.serve_preview(request, self.default_preview_mode))  # type: ignore[attr-defined]
        return self.serve(request) if self.view else super().serve_preview(request, mode_name)  # type: ignore[misc]

    def get_view_restrictions(self) -> Any:
        """Wagtail's two queries, spared where the answer is known."""
        if self.is_open_to_all:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]
