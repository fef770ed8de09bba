"""A listing of software: its platforms, its releases, and what its offers promise."""

import re
from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.signals import page_published

from products.kinds.software import announcing, keys, releases, versions
from products.kinds.software.devices import Activation
from products.kinds.software.forms import ReleasesPanel
from products.kinds.software.licence import Licence
from products.kinds.software.notices import LicenceNotice, ReleaseNotice
from products.kinds.software.pool import PoolKey
from products.kinds.software.releases import Release, ReleaseFile
from products.kinds.software.starters import STARTERS
from products.models.lack import Lack
from products.models.listing import Listing
from products.models.offer import Offer

__all__ = [
    "Activation",
    "Licence",
    "LicenceNotice",
    "PoolKey",
    "Release",
    "ReleaseFile",
    "ReleaseNotice",
    "Software",
]

SHOWN = 5  # releases on the listing page; the feed has them all


class Software(Listing):
    """A program with licence keys: bought once, or paid each month or year and updated meanwhile."""

    class Keys(models.TextChoices):
        CUT = "cut", _("made here")
        IMPORTED = "imported", _("from my own list")

    grants: ClassVar[str] = "products.Licence"
    kind_label: ClassVar[str | Promise] = _("Software")
    contents_template: ClassVar[str] = "products/kinds/software/contents.html"
    shown_children: ClassVar[tuple[str, ...]] = ("offers", "releases")
    contents_heading: ClassVar[str | Promise] = _("Releases")
    contents_panels: ClassVar[list] = [ReleasesPanel()]
    listing_panels: ClassVar[list] = [FieldPanel("requirements")]
    price_panels: ClassVar[list] = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("keys_from"), FieldPanel("key_prefix")])], heading=_("Licence keys")
        )
    ]
    quota_label: ClassVar[str | Promise] = _("Devices")
    quota_help: ClassVar[str | Promise] = _("On how many devices one key works. Empty: on any number.")
    offer_terms: ClassVar[dict[str, forms.Field]] = {
        "months": forms.IntegerField(
            label=_("Months of updates"),
            required=False,
            min_value=1,
            max_value=120,
            help_text=_("The program works for good; new versions come for so long. Empty: for ever."),
        ),
        "floating": forms.BooleanField(
            label=_("Floating seats"),
            required=False,
            help_text=_("Devices are counted while the program runs, not where it is installed."),
        ),
        "overage": forms.IntegerField(
            label=_("Devices above the limit"),
            required=False,
            min_value=1,
            max_value=1000,
            help_text=_("With floating seats: so many more may run, for a day in a week. Empty: none."),
        ),
    }
    intervals: ClassVar[tuple[str, ...]] = (Offer.Interval.ONCE, Offer.Interval.MONTH, Offer.Interval.YEAR)
    starters: ClassVar[list[dict]] = STARTERS

    requirements = models.CharField(
        _("needs"), max_length=160, blank=True, help_text=_("Memory, disk, other programs. In the buy box.")
    )
    keys_from = models.CharField(
        _("keys"),
        max_length=8,
        choices=Keys.choices,
        default=Keys.CUT,
        help_text=_("Your own list is imported under “Licences”; each key is sold once."),
    )
    key_prefix = models.CharField(
        _("keys begin with"),
        max_length=keys.LONGEST_PREFIX,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]+$", _("Capital letters and digits only."))],
        help_text=_("Up to eight capitals or digits, such as ASTER. Empty: made from the title."),
    )

    parent_page_types = ["products.Storefront"]
    page_description = _("Programs with licence keys: apps, plug-ins, tools, games.")

    class Meta:
        verbose_name = _("software")
        verbose_name_plural = _("software")

    @property
    def prefix(self) -> str:
        """What its keys begin with."""
        made = re.sub(r"[^A-Z0-9]", "", self.title.upper())[: keys.LONGEST_PREFIX]
        return self.key_prefix or made

    @property
    def history(self) -> list[Release]:
        """The latest of the releases that visitors may read of."""
        return self._readable()[:SHOWN]

    def _readable(self) -> list[Release]:
        """What visitors may read of, the newest first; in a preview all of the draft's."""
        found = [one for one in self.releases.all() if not one.withdrawn_at]
        return releases.newest_first(one for one in found if one.approved_at or not self.live)

    def facts(self) -> list[str]:
        """Platforms, the newest version, what it needs."""
        readable = self._readable()
        if not readable:
            return [self.requirements] if self.requirements else []
        shown = readable[:SHOWN]
        names = {file.get_platform_display() for release in shown for file in release.files.all()}
        newest = next(one for one in readable if one.is_newest)  # below five betas, perhaps
        version = gettext("Version %(version)s") % {"version": newest.version}
        return [line for line in (", ".join(sorted(map(str, names))), version, self.requirements) if line]

    def problems(self) -> list[Lack]:
        found = super().problems()
        rows = list(self.releases.all())
        if not rows:
            found.append(Lack(gettext("Add a release with a file for buyers to install."), at="releases"))
        for release in rows:
            found.extend(Lack(words, at="releases") for words in _lacks_of(release))
        if any(offer.is_lasting and offer.terms.get("months") for offer in self.offers.all()):
            words = gettext("A subscription is updated while it runs: leave its months of updates empty.")
            found.append(Lack(words, at="offers"))
        seen = Counter(release.version for release in rows)
        twice = gettext("There are two releases %(version)s.")
        found.extend(
            Lack(twice % {"version": version}, at="releases") for version, n in seen.items() if n > 1
        )
        return found

    def unread_files(self) -> list[ReleaseFile]:
        """Files that no review has let through yet."""
        files = [file for release in self.releases.all() for file in release.files.all()]
        return [file for file in files if file.file and not file.approved_at]

    @staticmethod
    def make_new(row: models.Model) -> None:
        """A release of a copy waits for its own approval and is announced anew."""
        if isinstance(row, Release):
            row.approved_at = row.withdrawn_at = row.announced_at = None
            for file in row.files.all():
                file.approved_at = None

    @classmethod
    def lay_first_rows(cls, listing: Any) -> None:
        """The row of the first release."""
        listing.releases = [Release(version="1.0.0", files=[ReleaseFile()])]

    @classmethod
    def fill_example(cls, listing: Any) -> None:
        """A release, so that a beginning made from a starter has something to sell."""
        listing.releases = [Release(version="1.0.0", files=[ReleaseFile.example()])]


def _lacks_of(release: Release) -> list[str]:
    said = {"version": release.version}
    if not versions.is_version(release.version):
        return [gettext("Give every release a version, such as 2.0.0.")]
    files = list(release.files.all())
    if not files:
        return [gettext("Add a file to release %(version)s.") % said]
    platforms = Counter(file.platform for file in files)
    found = []
    if any(not file.file for file in files):
        found.append(gettext("Choose every file of release %(version)s, or remove its row.") % said)
    if max(platforms.values()) > 1:
        found.append(gettext("Release %(version)s has two files for one platform.") % said)
    return found


def _published(instance: Any, **kwargs: Any) -> None:
    releases.approve(instance.pk)
    announcing.begin(instance.pk)


page_published.connect(_published, sender=Software, dispatch_uid="software.releases_approved")
