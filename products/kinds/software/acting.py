"""What a seller does to a licence or a release, each with a button of its own and a line in the history."""

import csv
import io
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, log

from accounts.abilities import LISTINGS
from accounts.roles import is_admin, seller_ids_of
from products.kinds.software import keys, safekeeping, telling
from products.kinds.software.desk import may_serve, own_licences, own_releases, programs_with_own_keys
from products.kinds.software.licence import Licence
from products.kinds.software.models import Software
from products.kinds.software.notices import LicenceNotice
from products.kinds.software.pool import PoolKey
from products.models.entitlement import Unavailable

MOST_KEYS = 20_000
MOST_BYTES = 2 * 1024 * 1024


def buttons(request: HttpRequest, held: Any) -> list[Button]:
    """Below a licence: suspend or resume, and a new key."""
    if not isinstance(held, Licence) or not held.is_open or not may_serve(request.user, held.listing):
        return []
    action, label = ("resume", _("Resume")) if held.suspended_at else ("suspend", _("Suspend"))
    found = [(action, label), ("reissue", _("Revoke and issue a new key"))]
    return [Button(words, url=reverse(f"licence_{name}", args=[held.pk])) for name, words in found]


def register_actions(actions: LogActionRegistry) -> None:
    """What sellers do to licences, as the history says it."""
    actions.register_action("licences.suspend", gettext_lazy("Suspend"), gettext_lazy("Licence suspended"))
    actions.register_action("licences.resume", gettext_lazy("Resume"), gettext_lazy("Licence resumed"))
    actions.register_action("licences.reissue", gettext_lazy("New key"), gettext_lazy("New key issued"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The holder reads it, in a mail and in the library."),
    )


class Act(WagtailAdminTemplateMixin, FormView):
    """One question and one button."""

    open_to_sellers = True  # it asks for own rows only
    template_name = "products/kinds/software/act.html"
    form_class: Any = forms.Form
    header_icon = "key"
    words: ClassVar[Any] = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=self.words, back=self.back, **kwargs)

    @property
    def back(self) -> str:
        """Where one came from."""
        raise NotImplementedError


class LicenceAct(Act):
    """Something done to one licence of an own listing, of which its holder is mailed; others' are unknown."""

    news: ClassVar[LicenceNotice.News]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = own_licences(request.user).filter(pk=kwargs["pk"]).select_related("listing__card").first()
        if held is None:
            raise Http404
        if not may_serve(request.user, held.listing):
            raise PermissionDenied
        self.held = Licence.objects.get(pk=held.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def back(self) -> str:
        return reverse("entitlements:inspect", args=[self.held.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if self.act(form.cleaned_data):
                    log(self.held, f"licences.{type(self).__name__.lower()}", user=self.request.user)
                    telling.tell(self.held, self.news)
        except Unavailable as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Done. Programs learn of it when they ask next."))
        return redirect(self.back)

    def act(self, said: dict[str, Any]) -> bool:
        """Do it; whether something changed."""
        raise NotImplementedError


class Suspend(LicenceAct):
    """Until it is resumed."""

    news = LicenceNotice.News.SUSPENDED
    page_title = gettext_lazy("Suspend the licence")
    words = gettext_lazy("The key is not valid until you resume it. Devices keep their seats.")
    form_class = ReasonForm

    def act(self, said: dict[str, Any]) -> bool:
        return self.held.suspend(said["reason"])


class Resume(LicenceAct):
    """The key is valid again."""

    news = LicenceNotice.News.RESUMED
    page_title = gettext_lazy("Resume the licence")
    words = gettext_lazy("The key is valid again at once.")

    def act(self, said: dict[str, Any]) -> bool:
        return self.held.resume()


class Reissue(LicenceAct):
    """Another key for the same right."""

    news = LicenceNotice.News.REISSUED
    page_title = gettext_lazy("Revoke and issue a new key")
    words = gettext_lazy(
        "The old key is unknown from now on and every device is freed. "
        "The holder is told by mail and finds the new key in the library."
    )

    def act(self, said: dict[str, Any]) -> bool:
        self.held.issue_anew()
        return True


class WithdrawRelease(Act):
    """Take a version from buyers at once."""

    page_title = gettext_lazy("Withdraw the release")
    words = gettext_lazy(
        "It leaves the listing, the library and the feeds at once, for good. Who has installed it keeps it: "
        "bring a newer version soon."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        release = own_releases(request.user).filter(pk=kwargs["pk"]).first()
        if release is None:
            raise Http404
        card = getattr(release.listing or release.kept_for, "card", None)
        if not (is_admin(request.user) or (card and card.seller_id in seller_ids_of(request.user, LISTINGS))):
            raise PermissionDenied
        self.release = release
        return super().dispatch(request, *args, **kwargs)

    @property
    def back(self) -> str:
        return reverse("releases")

    def form_valid(self, form: Any) -> HttpResponse:
        if self.release.withdraw():
            listing = self.release.listing or self.release.kept_for
            log(listing, "wagtail.edit", user=self.request.user, content_changed=False)
        messages.success(self.request, _("The release is withdrawn."))
        return redirect(self.back)


class KeysForm(forms.Form):
    """A listing of one's own that sells keys from a list, and the list."""

    software: Any = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Listing"), empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("One key in a row, in the first column, without a heading."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def __init__(self, *args: Any, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["software"].queryset = own  # type: ignore[attr-defined]

    def clean_file(self) -> list[str]:
        """The keys. ValidationError names the first row that is none."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("At most two megabytes."))
        try:
            rows = list(csv.reader(io.StringIO(upload.read().decode("utf-8-sig"))))
        except (UnicodeDecodeError, csv.Error) as error:
            raise ValidationError(_("This is not a CSV file in UTF-8.")) from error
        found = [row[0].strip() for row in rows if row and row[0].strip()]
        if not found or len(found) > MOST_KEYS:
            raise ValidationError(_("Between one and %(most)s keys.") % {"most": MOST_KEYS})
        for number, key in enumerate(found, 1):
            if len(key) > keys.LONGEST or keys.looks_like_ours(key) or not key.isprintable():
                raise ValidationError(_("Row %(row)s holds no key that can be sold here.") % {"row": number})
        return found


class ImportKeys(Act):
    """Add keys of the seller's own; one that is known already is refused with all the others."""

    form_class = KeysForm
    page_title = gettext_lazy("Import licence keys")
    words = gettext_lazy("Each key is sold once. A listing sells them when its “Licence keys” say so.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.own = programs_with_own_keys(request.user)
        if not seller_ids_of(request.user, LISTINGS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "own": self.own}

    @property
    def back(self) -> str:
        return reverse("licences")

    def form_valid(self, form: Any) -> HttpResponse:
        said = form.cleaned_data
        try:
            with transaction.atomic():
                made = PoolKey.objects.bulk_create(_rows(said["software"], said["file"]), 500)
        except IntegrityError:
            form.add_error("file", _("A key of this file is known already. Nothing was added."))
            return self.form_invalid(form)
        messages.success(self.request, _("%(n)s keys are ready to be sold.") % {"n": len(made)})
        return redirect(self.back)


def _rows(software: Software, found: list[str]) -> Iterator[PoolKey]:
    for key in found:
        hashed = safekeeping.hash_of(keys.named(key, software.pk))
        yield PoolKey(software=software, key_hash=hashed, sealed=safekeeping.seal(key))
