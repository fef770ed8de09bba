"""The back office of software: licences found by their key, and releases with the devices that run them."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.apps import apps
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from accounts.abilities import LISTINGS, ORDERS, SERVICE
from accounts.roles import is_admin, seller_ids_of
from accounts.scoping import policy_of
from cms.reporting import Report
from products.kinds.software import keys, safekeeping
from products.kinds.software.devices import Activation
from products.kinds.software.licence import Licence
from products.kinds.software.releases import Release
from products.models.entitlement import Entitlement

MOST_LISTINGS = 200  # with imported keys, in which a search looks
SUSPENDED, FULL, OVER, ENDS, EXPIRED = "suspended", "full", "over", "ends", "expired"


def may_look(request: HttpRequest) -> bool:
    """Whoever may see what buyers hold."""
    return policy_of(Entitlement).user_has_permission(request.user, "view")


def may_serve(user: Any, listing: Any) -> bool:
    """Admins, and whoever serves buyers of the listing's store."""
    card = getattr(listing, "card", None)
    return is_admin(user) or bool(card and card.seller_id in seller_ids_of(user, SERVICE))


def own_licences(user: Any) -> QuerySet[Licence]:
    """Those of the person's own listings; of all for staff."""
    rows = Licence.objects.non_polymorphic().exclude(activated_at=None)
    return policy_of(Entitlement).reach(user, rows)


def programs_with_own_keys(user: Any) -> QuerySet:
    """Programs of the person's stores that sell keys from a list."""
    programs = apps.get_model("products.Software").objects
    return programs.filter(card__seller__in=seller_ids_of(user, LISTINGS), keys_from="imported")


def state_of(licence: Licence) -> str:
    """In one word: how it stands."""
    if licence.suspended_at and licence.is_open:
        return gettext("suspended")
    if licence.ends_at and licence.ends_at <= timezone.now():
        return gettext("expired")
    if licence.end_reason:
        return licence.get_end_reason_display()
    return licence.get_state_display()


class LicenceFilters(WagtailFilterSet):
    """By how it stands."""

    standing = django_filters.ChoiceFilter(
        label=_("Only"),
        method="narrow",
        choices=(
            (SUSPENDED, _("Suspended")),
            (FULL, _("Every device in use")),
            (OVER, _("More devices than seats")),
            (ENDS, _("Expires")),
            (EXPIRED, _("Expired")),
        ),
    )

    class Meta:
        model = Licence
        fields = ["standing", "state"]

    def narrow(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of one choice. Who pays by the month or year has a day of expiry, who bought once none."""
        only = {
            SUSPENDED: Q(suspended_at__isnull=False),
            FULL: Q(seats_taken__gte=F("seats")),
            OVER: Q(seats_taken__gt=F("seats")),
            ENDS: Q(ends_at__gt=timezone.now()),
            EXPIRED: Q(ends_at__lte=timezone.now()),
        }
        return rows.filter(only[value])


class Licences(Report):
    """Every licence; the search takes a whole key, its last five symbols, or a title."""

    open_to_sellers = True  # it asks for licences of own listings only
    model = Licence
    page_title = _("Licences")
    header_icon = "key"
    slug = "licences"
    index_url_name = "licences"
    default_ordering = "-activated_at"
    filterset_class = LicenceFilters
    is_searchable = True
    no_results = _("No licence. Look for a whole key, its last five symbols, or a title.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return may_look(request)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "key_hint",
                label=_("Key ends in"),
                accessor=_ending,
                get_url=self.url_of,
            ),
            Column("listing", label=_("Listing"), accessor="listing.title"),
            Column("offer_name", label=_("Offer")),
            Column("seats_taken", label=_("Devices"), accessor=_seats, sort_key="seats_taken"),
            Column("state", label=_("State"), accessor=state_of),
            DateColumn("ends_at", label=_("Expires"), sort_key="ends_at"),
            DateColumn("updates_until", label=_("Updates until"), sort_key="updates_until"),
            DateColumn("activated_at", label=_("Since"), sort_key="activated_at"),
            TitleColumn("reissue", label="", accessor=self._new_key, get_url=self._url_of_new_key),
        ]

    @cached_property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [column.name for column in self.columns if column.name != "reissue"]

    def _new_key(self, row: Licence) -> str:
        return gettext("New key") if self._url_of_new_key(row) else ""

    def _url_of_new_key(self, row: Licence) -> str | None:
        """Where a key that got about is revoked; nobody is led where they may not go."""
        is_theirs = row.is_open and may_serve(self.request.user, row.listing)
        return reverse("licence_reissue", args=[row.pk]) if is_theirs else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to one's own keys, for who sells such."""
        found = list(super().header_buttons)
        if programs_with_own_keys(self.request.user).exists():
            url = reverse("licence_import")
            found.append(HeaderButton(_("Import licence keys"), url=url, icon_name="upload"))
        return found

    def get_queryset(self) -> Any:
        rows = own_licences(self.request.user).select_related("listing__card")
        return self._searched(rows).order_by(self.ordering, "-pk")

    def _searched(self, rows: QuerySet) -> QuerySet:
        words = (self.search_query or "").replace("\x00", "")[: keys.LONGEST]
        if not words:
            return rows
        if keys.looks_like_ours(words):
            return rows.filter(key_hash__in=_hashes(words, [0]))
        own = (
            rows.filter(listing__software__keys_from="imported").order_by().values_list("listing", flat=True)
        )
        found = Q(key_hash__in=_hashes(words, own.distinct()[:MOST_LISTINGS]))
        found |= Q(listing__title__icontains=words) | Q(key_hint=words.upper())
        return rows.filter(found)

    @staticmethod
    def url_of(row: Licence) -> str:
        """Its page among what buyers hold."""
        return reverse("entitlements:inspect", args=[row.pk])


class Releases(Report):
    """Versions that went to buyers, with how many devices run each."""

    open_to_sellers = True  # it asks for releases of own listings only
    model = Release
    page_title = _("Releases")
    header_icon = "upload"
    slug = "releases"
    index_url_name = "releases"
    default_ordering = "-approved_at"
    no_results = _("No release is with buyers yet.")

    @classmethod
    def allows(cls, request: HttpRequest) -> bool:
        return may_look(request)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("version", label=_("Version"), get_url=self.url_of),
            Column("title", label=_("Listing"), accessor="title", sort_key="title"),
            Column("channel", label=_("Channel"), accessor="get_channel_display"),
            Column("devices", label=_("Devices that run it"), sort_key="devices"),
            Column("state", label=_("State"), accessor=_release_state),
            DateColumn("approved_at", label=_("With buyers since"), sort_key="approved_at"),
        ]

    def get_queryset(self) -> Any:
        return own_releases(self.request.user).order_by(self.ordering, "-pk")

    @staticmethod
    def url_of(row: Release) -> str | None:
        """The page that withdraws it."""
        return None if row.withdrawn_at else reverse("release_withdraw", args=[row.pk])


def own_releases(user: Any) -> QuerySet[Release]:
    """Those that went to buyers of the person's own listings, each with its title and its devices."""
    rows = Release.objects.exclude(approved_at=None)
    if not policy_of(Entitlement).reaches_all(user):
        sellers = seller_ids_of(user, ORDERS)
        rows = rows.filter(Q(listing__card__seller__in=sellers) | Q(kept_for__card__seller__in=sellers))
    live = Activation.objects.live().filter(
        Q(licence__listing=OuterRef("listing")) | Q(licence__listing=OuterRef("kept_for")),
        version=OuterRef("version"),
    )
    count = live.order_by().values("version").annotate(n=Count("pk")).values("n")
    return rows.select_related("listing", "kept_for").annotate(
        devices=Subquery(count), title=Coalesce("listing__title", "kept_for__title")
    )


def _hashes(typed: str, products: Iterable[int]) -> list[str]:
    """Under which a key may lie; none for a typing error."""
    try:
        return [one for product in products for one in safekeeping.hashes_of(keys.named(typed, product))]
    except keys.Mistyped:
        return []


def _ending(licence: Licence) -> str:
    return f"…{licence.key_hint}"


def _seats(licence: Licence) -> str:
    taken = f"{licence.seats_taken} / {licence.seats}" if licence.seats else str(licence.seats_taken)
    return gettext("%(taken)s at the same time") % {"taken": taken} if licence.floats else taken


def _release_state(release: Release) -> str:
    return gettext("withdrawn") if release.withdrawn_at else gettext("with buyers")
