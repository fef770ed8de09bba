"""The demo's front page, what there is to read, and the menus."""

from home.demo import shelves
from home.models import HomePage


def publish() -> None:
    """Everything an editor would write; the front page comes last."""
    shelves.introduce()
    home = HomePage.objects.get()
    home.body = [("hero", {"heading": "Good things, made by people you can ask", "search": True})]
    home.save_revision().publish()
