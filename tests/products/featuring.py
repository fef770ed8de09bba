"""A campaign and its featured prices, without the admin."""

from datetime import timedelta

from django.utils import timezone

from home.models import ContentPage, HomePage
from products import featuring
from products.models import FeaturedPrice

NOW = timezone.now()


def in_days(days):
    return NOW + timedelta(days=days)


def campaign(title="Spring"):
    """A live page; the prices ask nothing else of it."""
    page = ContentPage(title=title)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def propose(page, prices, days=7):
    """Ask for {offer: price} from now on; the number of prices asked for anew."""
    wanted = {offer.pk: price for offer, price in prices.items()}
    return featuring.propose(page, featuring.Proposal(wanted, None, in_days(days)))


def accepted(page):
    """Every store says yes."""
    for row in FeaturedPrice.objects.filter(campaign=page.pk):
        assert featuring.answer(row, FeaturedPrice.State.ACCEPTED, row.proposed_at, None)
