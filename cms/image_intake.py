"""Pictures as they come in: broken ones are refused at their field, and what a camera wrote stays here."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from willow.plugins.pillow import PillowImage
from willow.registry import registry

# Of all that a file may say of itself, only what changes how it looks is passed on to renditions.
KEPT = ("icc_profile", "transparency", "background", "duration", "loop", "gamma")
BROKEN = (OSError, SyntaxError, ValueError, EOFError, AttributeError, TypeError, IndexError, MemoryError)

_turn = PillowImage.auto_orient


def upright_and_discreet(image: PillowImage) -> PillowImage:
    """Turn the picture as its camera meant, then forget place, camera, comments and all other notes."""
    turned = _turn(image).image.copy()
    turned.info = {name: value for name, value in turned.info.items() if name in KEPT}
    return PillowImage(turned)


def install() -> None:
    """Every rendition begins with Willow's `auto_orient`: ours takes its place."""
    registry.register_operation(PillowImage, "auto_orient", upright_and_discreet)


class CarefulImageField(WagtailImageField):
    """Wagtail recognises a file by its first bytes; a broken or double-faced one fails only when measured."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except BROKEN as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures, with the careful field in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Declaring the field would add it to the forms that change a picture's words alone.
            self.fields["file"].__class__ = CarefulImageField
