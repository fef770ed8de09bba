"""The sandbox's memory: objects, answers already given to idempotency keys, webhooks to deliver."""

from django.db import models


class StoredObject(models.Model):
    """One Stripe object as JSON, in the order of creation, apart for each account."""

    seq = models.BigAutoField(primary_key=True)
    key = models.CharField("Stripe id", max_length=255)
    kind = models.CharField(max_length=60)
    account = models.CharField(max_length=60)
    body = models.JSONField()
    notes = models.JSONField("what the API does not show", default=dict)
    due_at = models.BigIntegerField("unix time at which it changes by itself", null=True, db_index=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="sandbox_one_object_per_id")]
        indexes = [models.Index(fields=["account", "kind", "-seq"], name="sandbox_object_list")]

    def __str__(self) -> str:
        return self.key


class StoredAnswer(models.Model):
    """The answer given to an idempotency key, to be given again."""

    account = models.CharField(max_length=60)
    key = models.CharField("idempotency key", max_length=255)
    fingerprint = models.CharField("digest of method, path and parameters", max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="sandbox_one_answer_per_key")]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """An event on its way to one webhook endpoint; an empty endpoint means the one named in the settings."""

    event = models.ForeignKey(StoredObject, on_delete=models.CASCADE)
    endpoint = models.CharField("webhook endpoint id", max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, db_index=True)
    delivered_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint or 'the site'}"
