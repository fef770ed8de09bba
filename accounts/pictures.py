"""The form of a picture: sellers give it no tags, since all tags are offered to everybody who searches."""

from typing import Any

from accounts.roles import is_only_seller
from cms.image_intake import ImageForm


class PictureForm(ImageForm):
    """The careful form; tags are for the shop's own staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if user is not None and is_only_seller(user):
            self.fields.pop("tags", None)
