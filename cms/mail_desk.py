"""The words of the mails in the admin: every mail in a list, a form with a preview, and a test."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_ratelimit.core import is_ratelimited
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from cms.mailing import FIELDS
from cms.models import MailText

TESTS = "6/10m"


class WordsPolicy(ModelPermissionPolicy):
    """The permission to change decides; mails come and go with the code, so nobody adds or deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class WordsForm(WagtailAdminModelForm):
    """Shows the shop's own words where a field is empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            widget = self.fields[name].widget
            widget.attrs["placeholder"] = getattr(self.instance.mail, name) or _(
                "The shop says nothing here."
            )


class MailsView(IndexView):
    """All mails that may be reworded, also those that nobody has touched."""

    page_title = gettext_lazy("Words of the mails")

    def get_base_queryset(self) -> QuerySet:
        MailText.objects.fill_up()
        return MailText.objects.editable().select_related("latest_revision__user")

    @cached_property
    def columns(self) -> list[Column]:
        """Without boxes to tick: nothing is done to many mails at once."""
        title, *others = super().columns[1:]
        title.width = "32%"
        return [title, *others]

    def get_list_buttons(self, instance: MailText) -> list[Any]:
        """None: the name leads to all that can be done."""
        return []


class WordsView(EditView):
    """The form; it also mails the person a test, or goes back to the shop's own words."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False  # what is saved is sent from now on: half a sentence must not be

    def get_queryset(self) -> QuerySet:
        return MailText.objects.editable()

    def get_side_panels(self) -> MediaContainer:
        """Without Wagtail's checks of a page: they would run as a script in the mail."""
        return MediaContainer(
            [panel for panel in super().get_side_panels() if not isinstance(panel, ChecksSidePanel)]
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "action-test" in request.POST:
            return self._test(self.get_form())
        if "action-own" in request.POST:
            blank = {**request.POST.dict(), **dict.fromkeys(FIELDS, "")}
            form = self.get_form_class()(blank, instance=self.object, for_user=request.user)
            return self.form_valid(form) if self.is_valid(form) else self.form_invalid(form)
        return super().post(request, *args, **kwargs)

    def _test(self, form: WagtailAdminModelForm) -> HttpResponse:
        """Mail what stands in the form, saved or not, and show the form again as it was left."""
        if not self.is_valid(form):
            return self.form_invalid(form)
        self.form = form
        self._send_test()
        return self.render_to_response(self.get_context_data(form=form))

    def _send_test(self) -> None:
        """To the person's own address, no other, and not too often."""
        request = self.request
        if is_ratelimited(request, group="mail-test", key="user", rate=TESTS, increment=True):
            messages.error(request, _("That were many tests. Wait ten minutes, please."))
            return
        try:
            self.object.composed().post([request.user.email], mark=_("[Test]"))
        except OSError:
            messages.error(request, _("The test could not be sent: no mail leaves the shop at the moment."))
            return
        messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})


def _changed(text: MailText) -> str:
    """When, and by whom; empty while nobody has."""
    last = text.latest_revision
    if last is None:
        return ""
    day = date_format(localtime(last.created_at), "SHORT_DATE_FORMAT")
    return f"{day}, {last.user}" if last.user else day


class MailTextViewSet(SnippetViewSet):
    """For whoever may change a mail's words: editors and admins."""

    model = MailText
    icon = "mail"
    menu_label = gettext_lazy("Words of the mails")
    add_to_settings_menu = True
    base_url_path = "mails"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MailsView
    edit_view_class = WordsView
    search_fields = None
    list_per_page = 500  # each mail in each language, on one page
    list_display = [
        "__str__",
        Column("when", label=gettext_lazy("When, and to whom"), accessor="mail.when"),
        StatusTagColumn(
            "words",
            label=gettext_lazy("Words"),
            accessor=lambda text: _("Changed") if text.is_changed else _("Own"),
            primary=lambda text: text.is_changed,
        ),
        Column("changed", label=gettext_lazy("Changed"), accessor=_changed),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="wagtailadmin/mails/about.html"),
            *(FieldPanel(name) for name in FIELDS),
            HelpPanel(template="wagtailadmin/mails/names.html", heading=gettext_lazy("Names you can use")),
            HelpPanel(template="wagtailadmin/mails/doings.html", heading=gettext_lazy("Try it")),
        ],
        base_form_class=WordsForm,
    )

    def register_chooser_viewset(self) -> None:
        """Nothing points at a mail, so nobody chooses one."""
