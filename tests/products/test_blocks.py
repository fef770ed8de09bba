"""Blocks of a description: each explains itself, shows a sample, and lets nothing hostile through."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from cms.blocks.body import BodyBlock
from cms.blocks.page import PageBlock
from products.kinds.download.models import Download
from tests.products.editing import add_url, at_desk, posted

EVIL = "click <script>alert(2)</script><img src=x onerror=alert(3)>"
BLOCKS = {
    f"{stream.__name__}.{name}": block
    for stream in (BodyBlock, PageBlock)
    for name, block in stream().child_blocks.items()
}


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_explains_itself_and_shows_a_sample(name, alice, store):
    block = BLOCKS[name]

    assert block.meta.group and block.meta.icon and block.get_description() and block.is_previewable
    page = at_desk(alice).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert page.status_code == 200
    assert "css/components.css" in page.content.decode()


def test_there_are_few_enough_blocks_to_choose_from():
    assert len(BodyBlock().child_blocks) <= 12
    assert len(PageBlock().child_blocks) <= 12


def test_hostile_rich_text_never_reaches_a_reader(alice, store):
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    line = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "text": EVIL}
    line["entityRanges"] = [{"offset": 0, "length": 5, "key": 0}]
    sent = json.dumps({"blocks": [line], "entityMap": {"0": link}})
    body = streamfield([("text", sent)])

    at_desk(alice).post(add_url(store), posted(body=body))

    shown = str(Download.objects.get().body)
    assert "click" in shown
    assert not any(sign in shown for sign in ("javascript:", "<script", "<img"))


def test_markup_in_plain_fields_is_text(alice, store):
    page = Download(
        title="x", body=[("quotation", {"text": "<script>alert(1)</script>", "who": "<b>me</b>"})]
    )

    shown = str(page.body)

    assert "<script" not in shown and "&lt;script&gt;" in shown
