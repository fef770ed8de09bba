"""A seller's pictures are checked and tell other sellers nothing, by one and the same form."""

from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from cms.image_intake import CarefulImageField


def test_the_form_in_use_is_careful_and_gives_a_seller_no_tags(alice, store, editor):
    form_of = get_image_form(get_image_model())

    sellers, editors = form_of(user=alice), form_of(user=editor)

    assert isinstance(sellers.fields["file"], CarefulImageField)
    assert "tags" not in sellers.fields
    assert "tags" in editors.fields
