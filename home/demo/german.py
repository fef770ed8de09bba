"""The demo's second language: its front page, what there is to read, and the shelves, in German."""

from typing import Any

from wagtail.models import Locale, Page

from home.demo.days import days_ago
from home.demo.goods import words
from home.models import CataloguePage, CategoryPage, ContentPage, HomePage
from home.translations import share_rights

CODE = "de"
OPENED = 90  # days ago, as the pages they translate


def speak() -> None:
    """Translate what is missing; the front page comes last, when all that it names is there."""
    told = words("german")
    german, _is_new = Locale.objects.get_or_create(language_code=CODE)
    home = HomePage.objects.get(locale__language_code="en")
    draft = _translated(home, german)
    share_rights(home, draft)
    with days_ago(OPENED):
        for facts in told["page"]:
            page = ContentPage.objects.child_of(home).get(slug=facts["of"])
            _publish(page, german, {**facts, "body": [("text", facts["text"])]})
    catalogue = CataloguePage.objects.get(locale__language_code="en")
    _publish(catalogue, german, told["catalogue"])
    for slug, (title, address, line, intro) in told["shelves"].items():
        shelf = CategoryPage.objects.child_of(catalogue).get(slug=slug)
        facts = {"title": title, "slug": address, "search_description": line, "intro": intro}
        _publish(shelf, german, facts)
    _publish(home, german, {**_front(told["home"], home), "slug": "home-de"})


def _translated(page: Page, locale: Locale) -> Any:
    return page.get_translation_or_none(locale) or page.copy_for_translation(locale)


def _publish(page: Page, locale: Locale, facts: dict[str, Any]) -> None:
    """Give the translation its words and publish it; one that is live already stays as it is."""
    translation = _translated(page, locale)
    if translation.live:
        return
    for name in ("title", "slug", "seo_title", "search_description", "intro", "body"):
        if name in facts:
            setattr(translation, name, facts[name])
    translation.draft_title = translation.title
    translation.save_revision().publish()


def _front(told: dict[str, Any], home: HomePage) -> dict[str, Any]:
    """The blocks of the English front page in their order, with German words."""
    hero = {"eyebrow": told["eyebrow"], "heading": told["heading"], "text": told["lead"], "search": True}
    chosen = next(block.value["listings"] for block in home.body if block.block_type == "chosen")
    body = [
        ("hero", hero),
        (
            "chosen",
            {"heading": told["chosen_heading"], "text": told["chosen_text"], "listings": list(chosen)},
        ),
        ("categories", {"heading": told["shelves"], "text": ""}),
        ("row", _row(told["newest"], "newest")),
        ("testimonials", told["praise"]),
        ("row", _row(told["popular"], "popular")),
        ("questions", told["questions"]),
        ("call", {**told["call"], "page": ContentPage.objects.get(slug="hilfe")}),
    ]
    return {**told, "body": body}


def _row(said: list[str], rank: str) -> dict[str, str]:
    return {"heading": said[0], "text": said[1], "rank": rank}
