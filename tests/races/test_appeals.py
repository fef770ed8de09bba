"""Limits of what a seller may write hold when many messages come at the same moment."""

from accounts import appeals
from accounts.models import Seller, StandingMessage
from tests.races.crowd import at_once, needs_postgresql

pytestmark = needs_postgresql


def test_twenty_messages_at_once_are_ten(store):
    key = store.seller_id

    def write(number):
        seller = Seller.objects.get(pk=key)
        return appeals.write(seller, seller.owner, f"Number {number}.", is_from_staff=False).is_from_staff

    said = at_once(write, 2 * appeals.MOST_A_DAY)

    assert said.count("TooMany") == StandingMessage.objects.count() == appeals.MOST_A_DAY
