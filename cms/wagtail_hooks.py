"""What the Wagtail admin is told about the ground."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms import comparing
from cms.mail_desk import MailTextViewSet, WordsPolicy
from cms.models import MailText

assert comparing  # its import teaches Wagtail how amounts and files are compared


class NoDocuments:
    """The admin's pages name a documents endpoint; this shop has none: files lie in private storage."""

    model: tuple[type, ...] = ()  # it stands for no model, when Wagtail asks which endpoint has one

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", cls.nothing, name="listing"), path("<int:pk>/", cls.nothing, name="detail")]

    @staticmethod
    def nothing(request: HttpRequest, **kwargs: int) -> HttpResponse:
        raise Http404


@hooks.register("construct_admin_api")
def answer_for_documents(router: WagtailAPIRouter) -> None:
    """Give the name an address, so that the admin's pages render."""
    router.register_endpoint("documents", NoDocuments)


register_permission_policy(MailText, WordsPolicy(MailText))
register_snippet(MailTextViewSet)
