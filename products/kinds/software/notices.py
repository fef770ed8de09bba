"""Who is to be told of what: rows are the queue of the mails, and the proof that each was sent once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.kinds.software.licence import Licence
from products.kinds.software.releases import Release

LEASE = timedelta(minutes=5)  # for which one process alone may send a mail


class Notice(models.Model):
    """One mail to one holder."""

    lease_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def waiting(cls) -> models.QuerySet:
        """Those that no process is sending, the oldest first."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=timezone.now())
        return cls._default_manager.filter(free, told_at=None).order_by("pk")

    @classmethod
    def send(cls, pk: int, post: Callable[[Any], object]) -> bool:
        """Do `post` with one of them, once; False when another did or does. OSError leaves it waiting."""
        mine = cls._default_manager.filter(pk=pk, told_at=None)
        if not cls.waiting().filter(pk=pk).update(lease_until=timezone.now() + LEASE):
            return False
        try:
            post(mine.get())
        except OSError:
            mine.update(lease_until=None)
            raise
        return bool(mine.update(told_at=timezone.now(), lease_until=None))


class ReleaseNotice(Notice):
    """One mail to one holder about one release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="notices")

    class Meta:
        verbose_name = _("notice of a release")
        verbose_name_plural = _("notices of releases")
        constraints = [models.UniqueConstraint(fields=["release", "licence"], name="told_once_of_a_release")]
        indexes = [models.Index(fields=["id"], name="untold_of_a_release", condition=models.Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.release_id} → {self.licence_id}"


class LicenceNotice(Notice):
    """One mail to the holder about what the seller did to the licence."""

    class News(models.TextChoices):
        REISSUED = "reissued"
        SUSPENDED = "suspended"
        RESUMED = "resumed"

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=9, choices=News.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notice of a licence")
        verbose_name_plural = _("notices of licences")
        indexes = [models.Index(fields=["id"], name="untold_of_a_licence", condition=models.Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.news}"

    @property
    def is_true(self) -> bool:
        """Whether it is still so: a suspension that was lifted before the mail left is not told."""
        is_suspended = self.licence.suspended_at is not None
        return self.news == self.News.REISSUED or is_suspended == (self.news == self.News.SUSPENDED)
