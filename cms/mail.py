"""Every message as subject, text and HTML, from templates/emails/<name>/."""

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.template.loader import render_to_string


def send_mail(name: str, to: str | list[str], context: dict[str, Any]) -> None:
    """Render emails/<name>/{subject.txt,body.txt,body.html} and send it. Raises OSError when mail is down.

    Text is never escaped and a subject is always one line; only the HTML part is HTML.
    """
    context = {"site_url": settings.SITE_URL, "shop_name": settings.SHOP_NAME, **context}
    subject = " ".join(_text(f"emails/{name}/subject.txt", context).split())
    body = re.sub(r"\n\s*\n+", "\n\n", _text(f"emails/{name}/body.txt", context).strip())
    message = EmailMultiAlternatives(subject, f"{body}\n", to=[to] if isinstance(to, str) else to)
    html = render_to_string(f"emails/{name}/body.html", {**context, "subject": subject}).strip()
    message.attach_alternative(html, "text/html")
    message.send()


def _text(template: str, context: dict[str, Any]) -> str:
    """Rendered without HTML escapes, whatever the template says."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return str(engine.get_template(template).render(Context(context, autoescape=False)))
