"""Releases in the editor: a row for each version, and in it a row for each platform's file."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from products.files.forms import FileForm, UploadField

MOST_RELEASES = 60
MOST_FILES = 8


class ReleaseFileForm(FileForm):
    """Installers are welcome."""

    file = UploadField(
        label=_("file"),
        required=False,
        programs=True,
        help_text=_("An installer, a disk image, a package or an archive. Stored privately."),
    )


class ReleaseFilesPanel(InlinePanel):
    """The files of one release."""

    ROW: ClassVar[list] = [
        FieldPanel("file", heading=_("The file")),
        FieldRowPanel([FieldPanel("platform"), FieldPanel("minimum_os")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("signature")]),
    ]

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "relation_name": "files",
            "panels": self.ROW,
            "max_num": MOST_FILES,
            "heading": _("Files"),
            "label": _("file"),
        }
        super().__init__(**{**defaults, **kwargs})

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ReleaseFileForm
        return options


class ReleasesPanel(InlinePanel):
    """The versions of a listing."""

    def __init__(self, **kwargs: Any) -> None:
        row = [
            FieldRowPanel([FieldPanel("version"), FieldPanel("channel")]),
            FieldPanel("notes"),
            ReleaseFilesPanel(),
        ]
        defaults = {
            "relation_name": "releases",
            "panels": row,
            "max_num": MOST_RELEASES,
            "heading": _("Releases"),
            "label": _("release"),
            "help_text": _(
                "Add a row for each version and submit the listing: buyers get it once it is approved. "
                "To take one back at once, withdraw it under “Customers”, “Releases”."
            ),
        }
        super().__init__(**{**defaults, **kwargs})
