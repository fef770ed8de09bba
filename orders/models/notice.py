"""That a seller is told of a sale: one row for each order and seller, made with the sale itself."""

from collections.abc import Iterable

from django.db import models

from orders.models.order import Item, Order


class SaleNotice(models.Model):
    """One mail to the people of one seller about one order; unsent while `sent_at` is empty."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notices")
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, editable=False)
    mail_lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "notice of a sale"
        constraints = [models.UniqueConstraint(fields=["order", "seller"], name="one_notice_per_seller")]
        indexes = [
            models.Index(fields=["id"], name="notices_unsent", condition=models.Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.seller_id}"

    @staticmethod
    def write(order: Order, items: Iterable[Item]) -> None:
        """One for each seller whose goods were paid for; what is given away would only fill the inbox."""
        sellers = sorted({item.seller_id for item in items if item.price})
        SaleNotice.objects.bulk_create([SaleNotice(order=order, seller_id=pk) for pk in sellers])
