"""The demo's shop window: a collection picked by hand, one by a rule, and a campaign that is going on."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.demo import people
from home.demo.goods import words
from home.models import (
    CampaignOffer,
    CampaignPage,
    CampaignWord,
    CollectionPage,
    CollectionPick,
    HomePage,
)
from products import featuring
from products.models import FeaturedPrice, Listing, Offer


def dress() -> None:
    """Publish what is missing."""
    home = HomePage.objects.get(locale__language_code="en")
    for told in words("window")["collection"]:
        if not CollectionPage.objects.child_of(home).filter(slug=told["slug"]).exists():
            _collect(home, told)
    told = words("window")["campaign"]
    if not CampaignPage.objects.child_of(home).filter(slug=told["slug"]).exists():
        _campaign(home, told)


def rows() -> list[dict[str, Any]]:
    """The block of each collection on the front page."""
    pages = {page.slug: page for page in CollectionPage.objects.all()}
    return [
        {"heading": told["heading"], "text": told["text"], "page": pages[told["slug"]]}
        for told in words("window")["collection"]
    ]


def _collect(home: HomePage, told: dict[str, Any]) -> None:
    rule = {name: told[name] for name in ("fill_with", "number", "high") if name in told}
    page = CollectionPage(title=told["title"], slug=told["slug"], intro=told["intro"], **rule)
    for order, slug in enumerate(told["picks"]):
        page.picks.add(CollectionPick(sort_order=order, listing=Listing.objects.get(slug=slug)))
    home.add_child(instance=page)
    page.save_revision().publish()


def _campaign(home: HomePage, told: dict[str, Any]) -> None:
    """Publish it as the editor; of the three stores asked, two have said yes."""
    page = CampaignPage(title=told["title"], slug=told["slug"], intro=told["intro"])
    last_day = timezone.localtime() + timedelta(days=told["days"])
    page.expire_at = last_day.replace(hour=23, minute=59, second=0, microsecond=0)
    page.body = [("text", told["text"])]
    for order, (slug, price) in enumerate(told["offers"]):
        offer = Offer.objects.filter(listing__slug=slug).earliest("sort_order")
        page.featured.add(CampaignOffer(sort_order=order, offer=offer, price=price))
    page.words.add(CampaignWord(query=told["query"]))
    home.add_child(instance=page)
    page.save_revision(user=people.find("editor")).publish()
    for row in FeaturedPrice.objects.filter(campaign=page.pk, offer__listing__slug__in=told["accepted"]):
        owner = row.offer.listing.card.seller.owner
        featuring.answer(row, FeaturedPrice.State.ACCEPTED, row.proposed_at, owner)
