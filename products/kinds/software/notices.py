"""Who is to be told of which release: the queue of the mails, and the proof that each was sent once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from products.kinds.software.licence import Licence
from products.kinds.software.releases import Release


class ReleaseNotice(models.Model):
    """One mail to one holder about one release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="notices")
    lease_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice of a release")
        verbose_name_plural = _("notices of releases")
        constraints = [models.UniqueConstraint(fields=["release", "licence"], name="told_once_of_a_release")]
        indexes = [models.Index(fields=["id"], name="untold_of_a_release", condition=models.Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.release_id} → {self.licence_id}"
