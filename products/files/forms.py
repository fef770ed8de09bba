"""The row of one file in the editor: an upload is kept from save to save without being sent again."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from products.files import uploads
from products.files.uploads import Facts

SALT = "download-file"


class Kept:
    """A file that an earlier save has stored: its place and its facts, signed so that nobody makes one up."""

    def __init__(self, path: str, facts: Facts) -> None:
        self.path, self.facts = path, facts

    @classmethod
    def of(cls, row: Any) -> "Kept | None":
        if not (row.file and row.file._committed):
            return None
        return cls(row.file.name, Facts(row.name, row.size, row.media_type, row.sha256))

    @classmethod
    def read(cls, token: str) -> "Kept | None":
        try:
            path, *facts = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(path, Facts(*facts))

    @property
    def token(self) -> str:
        facts = self.facts
        return signing.dumps([self.path, facts.name, facts.size, facts.media_type, facts.sha256], salt=SALT)


class FileInput(forms.FileInput):
    """A file input that says what is there already and carries it along."""

    template_name = "products/files/file_input.html"

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        row = getattr(value, "instance", None)
        kept = value if isinstance(value, Kept) else Kept.of(row) if row else None
        context["kept"] = kept
        context["size"] = filesizeformat(kept.facts.size) if kept else ""
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[Any, Kept | None]:
        return files.get(name), Kept.read(data.get(f"{name}-kept") or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data


class UploadField(forms.FileField):
    """Cleans to a `Kept` (nothing new) or to an upload that carries its `facts`."""

    widget = FileInput

    def __init__(self, *args: Any, programs: bool = False, **kwargs: Any) -> None:
        """`programs`: whether installers may be uploaded, too."""
        super().__init__(*args, **kwargs)
        self.programs = programs

    def clean(self, value: Any, initial: Any = None) -> Any:
        upload, kept = value if isinstance(value, tuple) else (value, None)
        if not upload:
            return kept or super().clean(None, initial)
        upload = super().clean(upload, None)
        upload.facts = uploads.inspect(upload, self.programs)
        # The page's quiet saves send the same bytes again: they are stored once.
        return kept if kept and kept.facts.sha256 == upload.facts.sha256 else upload

    def bound_data(self, data: Any, initial: Any) -> Any:
        return (data[1] if isinstance(data, tuple) else None) or initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        upload, kept = data if isinstance(data, tuple) else (None, None)
        return bool(upload) or bool(kept and (not initial or kept.path != initial.name))


class FileForm(WagtailAdminModelForm):
    """Puts an upload's facts into the row; what buyers may have is never exchanged under their hands.

    The row has file, name, size, media_type and sha256, and says when it went on sale.
    """

    file = UploadField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("Archives, documents, pictures, sounds, films or fonts. Stored privately."),
    )

    def clean_file(self) -> Any:
        value = self.cleaned_data.get("file")
        is_same = isinstance(value, Kept) and self.instance.file == value.path
        if is_same or not getattr(value, "facts", None):
            return value
        if self.instance.pk and self.instance.approved_since(self.instance.pk):
            raise ValidationError(
                _("Buyers may have this file. Add the new version as another file, then remove this one.")
            )
        return value

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return uploads.clean_name(name) if name else ""

    def _post_clean(self) -> None:
        value = self.cleaned_data.get("file")
        facts = getattr(value, "facts", None)
        if isinstance(value, Kept):
            self.cleaned_data["file"] = value.path
        super()._post_clean()
        row = self.instance
        if facts:
            row.size, row.media_type, row.sha256 = facts.size, facts.media_type, facts.sha256
        if row.file:
            name = row.name or (facts.name if facts else self.initial.get("name", ""))
            row.name = uploads.with_extension(name, of=facts.name if facts else row.file.name)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a quiet save the page holds the signed note of the file instead of its bytes."""
        kept = Kept.of(self.instance)
        mine = (
            [(f"{self.add_prefix('file')}-kept", kept.token), (self.add_prefix("file"), "")] if kept else []
        )
        return [*super().get_field_updates_for_resave(), *mine]
