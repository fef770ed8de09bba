"""What the ground does every minute: pages whose time has come go live, those whose time is over leave."""

from django.core.management import call_command


def every_minute() -> str:
    """Wagtail's own schedule; only approved revisions are on it. Safe to run twice."""
    call_command("publish_scheduled")
    return "schedule kept"
