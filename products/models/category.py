"""The shelves of the shop, arranged by editors."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.search import index

from products.models.reviewed import lack_of


class Category(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # pages bring their own
    """A shelf: a listing may stand on up to three."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("The last part of its address.")
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers come first.")
    )

    workflow = models.ForeignKey(
        "wagtailcore.Workflow",
        verbose_name=_("review"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="categories",
        help_text=_("Who reviews what is put on this shelf. Empty: the review of the whole shop."),
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("order"),
        FieldPanel("workflow", permission="wagtailcore.change_workflow"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A workflow that would let something through unread is refused, with what it lacks."""
        super().clean()
        lack = lack_of(self.workflow) if self.workflow else ""
        if lack:
            raise ValidationError({"workflow": lack})
