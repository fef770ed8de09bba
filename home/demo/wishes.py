"""What the demo's buyers would like to have, and which stores they follow."""

from home.demo import people
from home.demo.goods import words
from products import following
from products.models import Card, WishedListing


def dream() -> None:
    """Fill wish lists and follow stores; what an earlier run has made stays."""
    told = words("wishes")
    for wish in told["wish"]:
        card = Card.objects.get(listing__slug=wish["listing"])
        facts = {"price": wish.get("before", card.from_price), "prices": card.prices}
        person = people.find(wish["person"])
        WishedListing.objects.get_or_create(user=person, listing_id=card.pk, defaults=facts)
    for follow in told["follow"]:
        card = Card.objects.select_related("seller").get(listing__slug=follow["listing"])
        following.follow(people.find(follow["person"]), card.seller)
