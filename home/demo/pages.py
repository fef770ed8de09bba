"""The demo's front page, what there is to read, and the menus."""

from typing import Any

from django.urls import reverse
from wagtail.models import Site

from cms.models import BrandSettings, LegalSettings, MailText, NavigationSettings
from home.demo import people, shelves, window
from home.demo.days import days_ago
from home.demo.goods import words
from home.models import CataloguePage, ContentPage, HomePage
from products.models import Listing, StoreIndex

CLOSINGS = {
    "en": "Something wrong with {{ order_number }}? Answer this mail: a person reads it.",
    "de": "Stimmt etwas nicht mit {{ order_number }}? Antworten Sie auf diese E-Mail: Ein Mensch liest sie.",
}
OPENED = 90  # days ago: older than every order, whose buyers accepted the terms of that day


def lay_down() -> None:
    """What there is to read, with the terms of sale, and the settings that name them; before any sale."""
    home = HomePage.objects.get(locale__language_code="en")
    with days_ago(OPENED):
        for told in words("pages")["page"]:
            if not ContentPage.objects.child_of(home).filter(slug=told["slug"]).exists():
                _reading(home, told)
    _settings()


def publish() -> None:
    """What editors make of what is on sale; the front page comes last."""
    home = HomePage.objects.get(locale__language_code="en")
    shelves.introduce()
    window.dress()
    _reword()
    home.body = _front(words("pages")["home"])
    home.search_description = "Fonts, sounds, books and templates from independent makers."
    home.save_revision().publish()


def _reading(home: HomePage, told: dict[str, str]) -> None:
    body = [("text", told["text"])]
    page = ContentPage(title=told["title"], slug=told["slug"], intro=told["intro"], body=body)
    home.add_child(instance=page)
    page.save_revision().publish()


def _reword() -> None:
    """The receipt ends in the shop's own voice."""
    MailText.objects.fill_up()
    for language, closing in CLOSINGS.items():
        receipt = MailText.objects.get(name="receipt", language=language)
        if not receipt.is_changed:
            receipt.closing = closing
            receipt.save()
            receipt.save_revision(user=people.find("editor"))


def _front(told: dict[str, Any]) -> list[tuple[str, Any]]:
    hero = {"eyebrow": told["eyebrow"], "heading": told["heading"], "text": told["lead"], "search": True}
    chosen = [Listing.objects.get(slug=slug) for slug in told["chosen"]]
    by_hand, by_rule = window.rows()
    return [
        ("hero", hero),
        ("chosen", _titled(told["chosen_heading"], told["chosen_text"], listings=chosen)),
        ("categories", _titled("Browse the shelves")),
        ("collection", by_hand),
        ("row", _titled("Just arrived", "The newest things on the shelves.", rank="newest")),
        ("testimonials", told["praise"]),
        ("collection", by_rule),
        ("row", _titled("Most bought", "What people come back to tell us about.", rank="popular")),
        ("questions", told["questions"]),
        ("call", _call()),
    ]


def _titled(heading: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"heading": heading, "text": text, **more}


def _call() -> dict[str, Any]:
    return {
        "heading": "Made something yourself?",
        "text": "Open a store in three short screens. You keep nine tenths, and your customers' thanks.",
        "button": "Read how it works",
        "page": ContentPage.objects.get(slug="help"),
    }


def _settings() -> None:
    """Brand, menus and the law, as the editors keep them."""
    site = Site.objects.get(is_default_site=True)
    brand = BrandSettings.for_site(site)
    brand.name, brand.tagline = "Stoa", "Good things from people you can ask"
    brand.save()
    reading = {page.slug: page for page in ContentPage.objects.filter(locale__language_code="en")}
    menus = NavigationSettings.for_site(site)
    menus.main = [
        _link("Discover", CataloguePage.objects.get(locale__language_code="en"), language="en"),
        _link("Stores", StoreIndex.objects.get(), language="en"),
        _link("Sell", address=reverse("sell"), language="en"),
        _link("Library", address=reverse("library"), language="en"),
        _link("Entdecken", CataloguePage.objects.get(locale__language_code="en"), language="de"),
        _link("Läden", StoreIndex.objects.get(), language="de"),
        _link("Verkaufen", address=reverse("sell"), language="de"),
        _link("Bibliothek", address=reverse("library"), language="de"),
    ]
    menus.footer = [_link("", reading[slug]) for slug in ("about", "help", "terms", "refunds", "privacy")]
    menus.save()
    legal = LegalSettings.for_site(site)
    legal.legal_name, legal.address = "Stoa Demo Ltd.", "1 Agora Walk\n10555 Athens\nGreece"
    legal.email, legal.vat_id = "help@stoa.example", "EL999999999"
    legal.terms_page, legal.withdrawal_page = reading["terms"], reading["refunds"]
    legal.save()


def _link(title: str, page: Any = None, address: str = "", language: str = "") -> tuple[str, dict[str, Any]]:
    return "link", {"title": title, "page": page, "address": address, "language": language}
