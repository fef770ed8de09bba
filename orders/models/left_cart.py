"""A cart that somebody left whose address we may know: a member's, or one of an order that nobody paid."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.models.order import Order


class LeftCart(models.Model):
    """The latest one of an address; whoever was told of theirs is not told again before it was emptied."""

    email = models.EmailField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField(default=list)  # [{"offer", "chosen", "title"}]
    left_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "cart that was left"
        indexes = [models.Index(fields=["left_at"], name="left_carts_untold", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return f"cart #{self.pk}"

    @classmethod
    def keep(cls, person: Any, email: str, rows: list[dict[str, Any]]) -> None:
        """Remember it as it is now; an empty one is forgotten, and the next is another cart."""
        if not rows:
            cls.objects.filter(email=email.lower()).delete()
            return
        kept = [{name: row.get(name) for name in ("offer", "chosen", "title")} for row in rows]
        told = {"person": person, "rows": kept, "left_at": timezone.now()}
        cls.objects.update_or_create(email=email.lower(), defaults=told)

    @classmethod
    def keep_order(cls, order: Order) -> None:
        """What was in an order that nobody paid, without upgrades and what was suggested with it."""
        items = order.items.filter(suggestion=None, upgraded_from="").exclude(offer=None).order_by("pk")
        rows = [{"offer": item.offer_id, "chosen": item.price, "title": item.title} for item in items]
        if rows:
            cls.keep(order.buyer, order.email, rows)
