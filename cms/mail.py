"""Every message as subject, text and HTML, from templates/emails/<name>/."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_mail(name: str, to: str, context: dict[str, Any]) -> None:
    """Render emails/<name>/{subject.txt,body.txt,body.html} and send it. Raises OSError when mail is down."""
    context = {"site_url": settings.SITE_URL, "shop_name": settings.SHOP_NAME, **context}
    subject = " ".join(render_to_string(f"emails/{name}/subject.txt", context).split())
    message = EmailMultiAlternatives(subject, render_to_string(f"emails/{name}/body.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", context), "text/html")
    message.send()
