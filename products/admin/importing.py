"""Bring listings in from a spreadsheet: choose the file, look at every row, then let them be made."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from products import importing
from products.admin.own import OwnListings
from products.models import ListingImport


class FileForm(forms.Form):
    """The file, and where its listings go when a person works for several stores."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("At most 500 rows. Save it as “CSV UTF-8” in your spreadsheet program."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    store: Any = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Store"), empty_label=None)

    def __init__(self, *args: Any, stores: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = type(stores[0]).objects.filter(pk__in=[store.pk for store in stores])
        self.fields["store"].queryset = own  # type: ignore[attr-defined]
        if len(stores) == 1:
            self.fields["store"].required = False
            self.fields["store"].widget = forms.HiddenInput()

    def clean_store(self) -> Any:
        return self.cleaned_data["store"] or self.fields["store"].queryset.get()  # type: ignore[attr-defined]


class Page(OwnListings, WagtailAdminTemplateMixin):
    """What the pages of an import share."""

    page_title = gettext_lazy("Import listings")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("listings:index"), "label": _("My listings")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def wanted(self) -> ListingImport:
        """The import of the address. Raises Http404 for unknown ones and those of other stores."""
        found = ListingImport.objects.filter(pk=self.kwargs["pk"], store__in=self.stores).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        return found


class Upload(Page, FormView):
    """Choose the file; what it says is kept for a day, and nothing is made yet."""

    template_name = "products/admin/import.html"
    form_class = FileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "stores": self.stores}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=importing.COLUMNS, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            content = file.read(importing.MOST_BYTES + 1)
            found = importing.read(content, form.cleaned_data["store"], self.request.user, file.name)
        except importing.Unreadable as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("listings:imported", found.pk)


class Look(Page, TemplateView):
    """The rows with their errors; later how far it is, and what became of it."""

    template_name = "products/admin/imported.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.wanted()
        rows = [
            {**row, "cells": [(row["said"][name], row["errors"].get(name, [])) for name in importing.COLUMNS]}
            for row in found.rows
        ]
        wrong = len(found.wrong_rows)
        return super().get_context_data(
            found=found, rows=rows, wrong=wrong, columns=importing.COLUMNS, **kwargs
        )


class Start(Page, View):
    """POST makes the listings, once however often it is sent."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.wanted()
        if importing.start(found.pk):
            messages.success(request, _("Your listings are being made."))
        return redirect("listings:imported", pk)


class Template(Page, View):
    """A file to write over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        headers = {"Content-Disposition": 'attachment; filename="listings.csv"'}
        return HttpResponse("\ufeff" + importing.template(), "text/csv; charset=utf-8", headers=headers)


urlpatterns = [
    path("import/", Upload.as_view(), name="import"),
    path("import/template.csv", Template.as_view(), name="import_template"),
    path("import/<int:pk>/", Look.as_view(), name="imported"),
    path("import/<int:pk>/start/", Start.as_view(), name="import_start"),
]
