"""What an editor changes without a developer: the brand, the navigation, the law, the words of mails."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin, Site

from cms import pagecache
from cms.blocks.navigation import NavigationBlock
from cms.mailing import FIELDS, Composed, Mail, compose, declared
from cms.notices import NoticeChoice  # noqa: F401  # so that Django finds it
from cms.outbox import MAIL_POLICY
from cms.wording import strange_in


class ShownSetting(BaseSiteSetting):
    """A site setting whose public form is a plain dict, cached until it is saved again."""

    CACHE_SECONDS: ClassVar[int] = 300

    class Meta:
        abstract = True

    @classmethod
    def cache_key(cls, code: str = "") -> str:
        return f"shown-{cls.__name__}-{code or get_language()}"

    @classmethod
    def shown_on(cls, request: HttpRequest) -> dict[str, Any]:
        """The dict templates read; at most one look-up per five minutes and process."""
        shown = cache.get(cls.cache_key())
        if shown is None:
            shown = cls.for_request(request).as_shown()
            cache.set(cls.cache_key(), shown, cls.CACHE_SECONDS)
        return shown

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            cache.delete(self.cache_key(code))
        pagecache.purge()

    def as_shown(self) -> dict[str, Any]:
        """What templates read of this setting; each setting says its own."""
        raise NotImplementedError(f"{type(self).__name__} has no as_shown().")


@register_setting(icon="view")
class BrandSettings(ShownSetting):
    """Name, logo and one hue; lightness is fixed in the design tokens, so contrast stays safe."""

    name = models.CharField(_("shop name"), max_length=60, blank=True)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hue = models.PositiveSmallIntegerField(
        _("accent hue"),
        default=40,
        validators=[MaxValueValidator(360)],
        help_text=_("0 to 360 on the colour wheel: 40 is terracotta, 150 green, 260 blue."),
    )
    radius = models.PositiveSmallIntegerField(
        _("corner radius"), default=10, validators=[MaxValueValidator(24)], help_text=_("In pixels, 0 to 24.")
    )

    panels = [FieldPanel(name) for name in ("name", "tagline", "logo", "hue", "radius")]

    class Meta:
        verbose_name = _("brand")

    def as_shown(self) -> dict[str, Any]:
        logo = self.logo.get_rendition("height-80|format-png").url if self.logo else ""
        return {
            "name": self.name or settings.SHOP_NAME,
            "tagline": self._tagline(),
            "logo_url": logo,
            "hue": self.hue,
            "radius": self.radius,
        }

    def _tagline(self) -> str:
        """In another language, what its front page says of itself."""
        front = self.site.root_page.localized
        return self.tagline if front.pk == self.site.root_page_id else front.search_description


@register_setting(icon="list-ul")
class NavigationSettings(ShownSetting):
    """The links in the header and in the footer."""

    main = StreamField(NavigationBlock(), verbose_name=_("header"), blank=True)
    footer = StreamField(NavigationBlock(), verbose_name=_("footer"), blank=True)

    panels = [FieldPanel("main"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("navigation")

    def as_shown(self) -> dict[str, Any]:
        return {
            "main": [b.value.as_link() for b in self.main if b.value.is_spoken],
            "footer": [b.value.as_link() for b in self.footer if b.value.is_spoken],
        }


@register_setting(icon="doc-full")
class LegalSettings(ShownSetting):
    """Who sells, as receipts and invoices must say it, and the pages a buyer agrees to."""

    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    address = models.TextField(_("address"), max_length=400, blank=True)
    email = models.EmailField(_("e-mail address for buyers"), blank=True)
    vat_id = models.CharField(
        _("VAT number"),
        max_length=20,
        blank=True,
        help_text=_("With the country in front, such as DE123456789."),
    )
    tax_note = models.CharField(
        _("tax wording"),
        max_length=120,
        default=_("Prices include VAT where it applies."),
        help_text=_("Stands below every total."),
    )
    terms_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("terms of sale"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawal_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("right of withdrawal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel(name)
        for name in ("legal_name", "address", "email", "vat_id", "tax_note", "terms_page", "withdrawal_page")
    ]

    class Meta:
        verbose_name = _("legal")

    def as_shown(self) -> dict[str, Any]:
        return {
            "legal_name": self.legal_name or settings.SHOP_NAME,
            "address": self.address,
            "email": self.email,
            "vat_id": self.vat_id,
            "tax_note": gettext(self.tax_note) if self.tax_note else "",  # our own words are translated
            "terms_url": self.terms_page.localized.url if self.terms_page else "",
            "withdrawal_url": self.withdrawal_page.localized.url if self.withdrawal_page else "",
        }

    @classmethod
    def versions_on(cls, request: HttpRequest) -> tuple[int | None, int | None]:
        """Keys of the live revisions of (terms, withdrawal): read anew, for a buyer agrees to these."""
        legal = cls.objects.select_related("terms_page", "withdrawal_page")
        shown = legal.filter(site=Site.find_for_request(request)).first()
        pages = (shown.terms_page, shown.withdrawal_page) if shown else (None, None)
        terms, withdrawal = (page.live_revision_id if page and page.live else None for page in pages)
        return terms, withdrawal


class MailTextQuerySet(models.QuerySet["MailText"]):
    """Adjectives for many, and the look-up of the sender."""

    def editable(self) -> "MailTextQuerySet":
        """Of mails that are sent today and may be reworded, in the order in which the apps declare them."""
        names = [mail.name for mail in declared().values() if not mail.is_fixed]
        place = Case(*(When(name=name, then=place) for place, name in enumerate(names)))
        return self.filter(name__in=names).order_by(place, "language")

    def texts_of(self, name: str, language: str) -> dict[str, str]:
        """What somebody made the mail say, by field; an empty one means the shop's own words. One query."""
        return self.filter(name=name, language=language).values(*FIELDS).first() or {}

    def fill_up(self) -> None:
        """A row for each mail in each language of the shop, so that each can be opened; safe to run twice."""
        editable = [mail.name for mail in declared().values() if not mail.is_fixed]
        wanted = {(name, language) for name in editable for language, _label in settings.LANGUAGES}
        missing = wanted - set(self.values_list("name", "language"))
        rows = [MailText(name=name, language=language) for name, language in sorted(missing)]
        self.bulk_create(rows, ignore_conflicts=True)


class MailText(PreviewableMixin, RevisionMixin, models.Model):
    """What an editor makes one mail say in one language; an empty field means the shop's own words."""

    name = models.SlugField(max_length=60, editable=False)
    language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE, editable=False)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    opening = models.TextField(
        _("opening"), max_length=1000, blank=True, help_text=_("Stands below the heading.")
    )
    closing = models.TextField(_("closing"), max_length=1000, blank=True, help_text=_("Stands at the end."))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["name", "language"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="one_wording_each")]

    objects = MailTextQuerySet.as_manager()

    def __str__(self) -> str:
        title = str(self.mail.title) if self.name in declared() else self.name
        return f"{title} ({self.language})" if len(settings.LANGUAGES) > 1 else title

    def clean(self) -> None:
        """Only names that the mail knows stand in braces, and a subject and a heading are one line."""
        faults = {name: self._fault(name) for name in FIELDS}
        if any(faults.values()):
            raise ValidationError({name: fault for name, fault in faults.items() if fault})

    def _fault(self, name: str) -> str:
        text, known = getattr(self, name), self.mail.known
        if name in ("subject", "heading") and not text.isprintable():
            return gettext("This is one line of text.")
        strange = strange_in(text, known)
        if not strange:
            return ""
        names = ", ".join(f"{{{{ {name} }}}}" for name in known)
        return gettext("%(strange)s cannot stand here. This mail knows: %(names)s.") % {
            "strange": ", ".join(strange),
            "names": names,
        }

    @property
    def mail(self) -> Mail:
        return declared()[self.name]

    @property
    def texts(self) -> dict[str, str]:
        """The changed words, by field."""
        return {name: getattr(self, name) for name in FIELDS}

    @property
    def is_changed(self) -> bool:
        return any(self.texts.values())

    @property
    def names(self) -> list[dict[str, Any]]:
        """[{written, meaning, example}] of what may stand in braces."""
        sample = self.mail.sample()
        return [
            {"written": f"{{{{ {one.name} }}}}", "meaning": one.meaning, "example": one.value(sample)}
            for one in self.mail.known.values()
        ]

    def composed(self) -> Composed:
        """The mail about something made up."""
        return compose(self.mail, self.mail.sample(), self.texts)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("html", _("As HTML")), ("text", _("As plain text"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The mail as it would arrive, where nothing in it can run."""
        mail = self.composed()
        # The panel measures the frame, so it must be of the same site; scripts and forms stay shut out.
        headers = {"Content-Security-Policy": f"{MAIL_POLICY} allow-same-origin"}
        if mode_name == "text":
            plain = f"{mail.subject}\n\n{mail.text}"
            return HttpResponse(plain, content_type="text/plain; charset=utf-8", headers=headers)
        return HttpResponse(mail.html, headers=headers)
