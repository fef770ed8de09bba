"""Every block that an editor or a seller can choose explains itself and shows an example."""

import pytest
from django.apps import apps
from wagtail.fields import StreamField

FEW = 12


def streams():
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return [field for field in fields if isinstance(field, StreamField)]


def choices():
    found = {}
    for field in streams():
        for name, block in field.stream_block.child_blocks.items():
            found[f"{type(field.stream_block).__name__}.{name}"] = block
    return sorted(found.items())


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in choices()])
def test_a_block_explains_itself_and_shows_an_example(db, block):
    value = block.get_preview_value()

    assert block.is_previewable
    assert str(block.get_description())
    assert value
    assert block.get_template(value)  # else it is shown as a bare list of names and values
    assert block.render(value, block.get_preview_context(value, {})).strip()


@pytest.mark.parametrize("field", streams(), ids=str)
def test_a_stream_offers_few_blocks(field):
    assert 0 < len(field.stream_block.child_blocks) <= FEW
