"""The sweep finishes lost deliveries, and one that fails does not hold up the rest."""

from datetime import timedelta

from django.utils import timezone

from products import delivery, periodic
from products.kinds.download.models import DownloadPass
from products.models import Entitlement


def test_a_delivery_that_fails_does_not_stop_those_behind_it(listing, bob, carol, monkeypatch, caplog):
    offer = listing.offers.get()
    broken, sound = delivery.grant(bob, offer), delivery.grant(carol, offer)
    Entitlement.objects.non_polymorphic().update(activated_at=timezone.now() - timedelta(minutes=5))
    deliver = DownloadPass.deliver

    def fail_for_bob(held):
        if held.pk == broken.pk:
            raise RuntimeError("this one never works")
        deliver(held)

    monkeypatch.setattr(DownloadPass, "deliver", fail_for_bob)

    said = periodic.every_minute().split(", ")  # kinds add their own behind it
    assert said[:4] == ["1 delivered", "0 imported", "0 read", "0 news mailed"]

    delivered = dict(Entitlement.objects.non_polymorphic().values_list("pk", "delivered_at"))
    assert delivered[broken.pk] is None
    assert delivered[sound.pk] is not None
    assert "sweep.failed" in caplog.text
