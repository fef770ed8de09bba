"""What tests of upgrades do again and again."""

from django.urls import reverse

from orders import upgrading
from orders.models import Item
from orders.pricing import Wish
from products.kinds.software.licence import Licence
from products.models import Offer
from tests.products.programs import publish_program


def publish_editions(store, **team):
    """Personal for 30.00 on three devices, Team for 90.00 on ten, Studio for 150.00 on any number."""
    return publish_program(
        store,
        offers=[
            Offer(name="Personal", price=3000, quota=3, sort_order=0),
            Offer(name="Team", price=9000, quota=10, takes_upgrades=True, sort_order=1, **team),
            Offer(name="Studio", price=15000, takes_upgrades=True, sort_order=2),
        ],
    )


def edition(program, name):
    return program.offers.get(name=name)


def right_of(person):
    """The one that the person has, read anew."""
    return Licence.objects.get(holder=person)


def up(program, name, person):
    """The wish of a person to have another edition of the one thing they have."""
    right = right_of(person)
    return Wish(edition(program, name).pk, right=right.pk, holder=person.pk)


def press(client, right, offer, **more):
    """The button beside what somebody has."""
    sent = {"right": right.pk, "offer": offer.pk, **more}
    return client.post(reverse("cart_upgrade"), sent)


def items_of(person):
    """All that was ever sold for what the person has, the first purchase first."""
    return list(Item.objects.filter(entitlement=right_of(person)).order_by("pk"))


def steps(person):
    """[(target, price)] of what the person may upgrade to."""
    return [(path.offer.name, path.price) for path in upgrading.ways([right_of(person)])]


def had(person):
    right = right_of(person)
    return right.state, right.offer_name, right.seats
