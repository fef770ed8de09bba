"""The rows of files in the editor of a download."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from products.files.forms import FileForm


class FilesPanel(InlinePanel):
    """The rows of files, each with its own form."""

    ROW: ClassVar[list] = [
        FieldPanel("file", heading=gettext_lazy("The file")),
        FieldRowPanel([FieldPanel("name"), FieldPanel("version")]),
    ]

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "relation_name": "files",
            "panels": self.ROW,
            "max_num": 50,
            "heading": gettext_lazy("Files"),
            "label": gettext_lazy("file"),
            "help_text": gettext_lazy(
                "What buyers download, in this order. Only approved files reach buyers; "
                "who bought a file keeps it, even when you remove it here."
            ),
        }
        super().__init__(**{**defaults, **kwargs})

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = FileForm
        return options
