"""What an item upgrades: the right as it was, as it is by the payment, and whether that still stands."""

from django.db import models
from django.db.models import Exists, OuterRef

from cms.money import AmountField
from orders.models.order import Item
from products.models.promise import Promise


class UpgradeQuerySet(models.QuerySet["Upgrade"]):
    """Adjectives for many upgrades."""

    def standing(self) -> "UpgradeQuerySet":
        """Paid for, and not undone since."""
        return self.filter(undone_at=None).exclude(made_at=None)

    def of_right(self, entitlement_id: int) -> "UpgradeQuerySet":
        return self.filter(item__entitlement=entitlement_id)

    def built_on(self, item: Item) -> "UpgradeQuerySet":
        """Those that stand and were paid for what the item gave, the first one first."""
        later = self.of_right(item.entitlement_id).standing().filter(pk__gt=item.pk)
        return later.select_related("item__order").order_by("pk")

    def topmost(self) -> "UpgradeQuerySet":
        """Of each right the one that stands last, which says what the right is of."""
        above = Upgrade.objects.standing().filter(
            item__entitlement=OuterRef("item__entitlement"), pk__gt=OuterRef("pk")
        )
        return self.standing().filter(~Exists(above))


class Upgrade(models.Model):
    """The difference between two one-time offers of a listing, paid for a right that somebody has already.

    Its item is of that same right. What is promised is frozen when it is placed; what it replaces, when it is
    paid: so a full refund brings exactly that back.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="upgrade")
    before = models.JSONField()  # a Promise
    after = models.JSONField()  # a Promise
    paid_before = AmountField(help_text="What was paid for the right until then, and taken off the price.")
    made_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "upgrade"

    objects = UpgradeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.was.name} → {self.promise.name}"

    @property
    def was(self) -> Promise:
        """What the right was of."""
        return Promise(**self.before)

    @property
    def promise(self) -> Promise:
        """What the right is of as long as this one stands."""
        return Promise(**self.after)
