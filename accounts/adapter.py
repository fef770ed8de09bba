"""How allauth behaves here: our mails, our addresses, our answer to guessing, our word about new devices."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import devices, letters
from accounts.limits import too_often
from cms import notices
from cms.languages import COOKIE, remember, spoken
from cms.queue import soon


class AccountAdapter(DefaultAccountAdapter):
    """The shop's own manners at the door."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Everybody who signs up may buy."""
        user = super().save_user(request, user, form, commit)
        if commit:
            type(user).objects.welcome(user)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter now, post it soon; its links start with SITE_URL, whatever host was asked."""
        name = template_prefix.rsplit("/", 1)[-1]
        soon("accounts.tasks.send_letter", email, letters.written(name, context), spoken())

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path

    def is_safe_url(self, url: str | None) -> bool:
        """`next` leads to this very site or nowhere."""
        hosts = {self.request.get_host(), urlsplit(settings.SITE_URL).netloc}
        secure = self.request.is_secure()
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=secure)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Guessing is answered by 429, even when the last guess is right."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            raise ImmediateHttpResponse(too_often(request)) from refusal

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person; a changed address ends their other sessions and keeps the one that changed it."""
        super().send_notification_mail(template_prefix, user, context, email)
        if not template_prefix.endswith("/email_changed"):
            return
        if context:
            notices.take_along(context["from_email"], context["to_email"])
        if self.request.user.pk == user.pk:
            update_session_auth_hash(self.request, user)

    def post_login(self, request: HttpRequest, user: Any, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """Mail the person when the device is new to us."""
        response = super().post_login(request, user, signup=signup, **kwargs)
        if not signup and not devices.is_known(request, user):
            self.send_notification_mail("account/email/new_sign_in", user)
        devices.remember(request, response, user)
        if user.language and COOKIE not in request.COOKIES:
            remember(request, response, user.language)
        return response
