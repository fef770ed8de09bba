"""Translate one page of the editors; what sellers sell stands in the shop once, whatever language is read."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView

from cms.pages import OneLanguage
from home.translations import share_rights


class TranslateView(SubmitPageTranslationView):
    """Wagtail's own, without whole subtrees, and with a kind word where a page stays as it is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().post(request, *args, **kwargs)

    def get_success_url(self, translated_page: Any = None) -> str:
        for translation in self.object.get_translations():
            share_rights(self.object, translation)
        return super().get_success_url(translated_page)

    def _refused(self) -> HttpResponse | None:
        if not isinstance(self.object, OneLanguage):
            return None
        messages.warning(
            self.request, _("Stores and listings are not translated: each stands in the shop once.")
        )
        return redirect(reverse("wagtailadmin_explore", args=[self.kwargs["page_id"]]))

    def get_form(self) -> forms.Form:
        """A subtree may hold stores and listings, so each page is translated by itself."""
        form = super().get_form()
        form.fields["include_subtree"] = forms.BooleanField(
            required=False, disabled=True, widget=forms.HiddenInput
        )
        return form
