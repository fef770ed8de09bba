"""A whole shop to look at: people, stores, listings with covers and files, orders, reviews, pages.

Every step finds what an earlier, broken run has made and goes on from there.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings

from home.demo import desk, german, pages, people, programs, publishing, sales, shelves, stores, wishes
from home.models import HomePage
from products import vocabulary

Step = Callable[[str], AbstractContextManager[None]]


def is_missing() -> bool:
    """True until the last step, which publishes the front page, is done."""
    return not HomePage.objects.filter(live_revision__isnull=False, locale__language_code="de").exists()


def build(step: Step) -> None:
    """Make the demo shop; `step("Title")` shows progress around each part."""
    with step("People"):
        people.join()
    with step("Categories"):
        shelves.put_up()
    with step("Stores"):
        stores.open_all()
    with step("Listings, with covers and files"):
        publishing.publish_all()
    with step("Software, with releases"):
        programs.publish_all()
    with step("Work for the moderator"):
        desk.lay_out()
    with step("Terms of sale, and other things to read"):
        pages.lay_down()
    with step("Orders and reviews"):
        sales.sell()
        programs.use()
    with step("Wishes, and who follows whom"):
        wishes.dream()
    with step("The words that searches know"):
        vocabulary.recount()
    with step("Front page and shelves"):
        pages.publish()
    with step("The same in German"):
        german.speak()


def directory() -> str:
    """Where things are and who may sign in, to be printed."""
    places = {
        "The shop": "/",
        "The admin": "/admin/",
        "Mails it sent": "/outbox/",
        "Its components": "/style/",
    }
    roles = ["admin", "editor", "moderator", "ada", "ben", "bo"]
    parts = ["an admin", "an editor", "a moderator", "a seller", "a seller", "a buyer"]
    lines = ["", *(f"  {name:<16}{settings.SITE_URL}{path}" for name, path in places.items()), ""]
    lines += [f"  {part:<16}{key}@stoa.example" for part, key in zip(parts, roles, strict=True)]
    return "\n".join([*lines, "", f"  Everybody's password is {people.PASSWORD}", ""])
