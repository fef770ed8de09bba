"""A seller who sends keys of other people's pictures or pages keeps nothing of it."""

import json

import pytest
from django.urls import resolve, reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from accounts.chosen import may_choose, references_of
from accounts.gate import OPEN, is_open
from products.kinds.download.models import Download
from products.models import Storefront


@pytest.fixture
def own(wombat_store):
    return wombat_store


@pytest.fixture
def foreign(quokka_store):
    return quokka_store


def filled(client, page, **changes):
    """Post the page's own editor back with some values forged."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(address).context["form"]
    data = {}
    for part in [form, *form.formsets.values(), *(f.management_form for f in form.formsets.values())]:
        for field in part if not hasattr(part, "forms") else [x for child in part.forms for x in child]:
            _put(data, field)
    return client.post(address, {**data, **changes})


def _put(data, bound):
    value = bound.value()
    if hasattr(bound.field.widget, "converter"):
        value = bound.field.widget.format_value(value)
    if hasattr(value, "stream_block"):
        data[f"{bound.html_name}-count"] = 0
    elif isinstance(value, (list, tuple)):
        data[bound.html_name] = [getattr(item, "pk", item) for item in value]
    elif value not in (None, False):
        data[bound.html_name] = getattr(value, "pk", value)


def stored(page):
    return json.dumps(Page.objects.get(pk=page.pk).get_latest_revision().content)


def rich(html):
    """Rich text as the editor sends it."""
    return ContentstateConverter(["link", "image", "bold"]).from_database_format(html)


def test_another_sellers_picture_is_refused_as_logo(client, own, foreign):
    client.force_login(own.owner)

    answer = filled(client, own.page, logo=foreign.image.pk)

    assert answer.context["form"].errors["logo"] == ["Choose something of your own here."]
    assert f'"logo": {foreign.image.pk}' not in stored(own.page)


def test_ones_own_picture_is_kept_as_logo(client, own, foreign):
    client.force_login(own.owner)

    filled(client, own.page, logo=own.image.pk)

    assert json.loads(stored(own.page)) and f'"logo": {own.image.pk}' in stored(own.page)


def test_a_link_in_rich_text_to_another_sellers_draft_is_refused(client, own, foreign):
    client.force_login(own.owner)

    link = rich(f'<p><a linktype="page" id="{foreign.draft.pk}">look</a></p>')
    answer = filled(client, own.page, about=link)

    assert answer.context["form"].errors["about"] == ["Choose something of your own here."]


def test_the_store_stays_its_sellers_whatever_is_sent(client, own, foreign):
    client.force_login(own.owner)

    filled(client, own.page, seller=foreign.page.seller_id, owner=foreign.owner.pk, tagline="mine")

    kept = Storefront.objects.get(pk=own.page.pk).get_latest_revision_as_object()
    assert (kept.seller_id, kept.owner_id, kept.tagline) == (own.page.seller_id, own.owner.pk, "mine")


@pytest.mark.parametrize("where", ["cover", "gallery", "block"])
def test_another_sellers_picture_is_refused_wherever_it_hides_in_a_listing(own, foreign, where):
    form_class = Download.get_edit_handler().get_form_class()
    page = Download.objects.get(pk=own.draft.pk).get_latest_revision_as_object()
    form = form_class(instance=page, for_user=own.owner, data={}, parent_page=own.page)
    forged = foreign.image.pk
    if where == "cover":
        page.cover_id = forged
    elif where == "gallery":
        page.gallery.add(page.gallery.model(image_id=forged, alt="x"))
    else:
        page.body = [("picture", {"image": foreign.image, "alt": "x", "caption": ""})]

    strangers = [
        ref for ref, _p in references_of(page) if ref not in form.known and not may_choose(own.owner, ref)
    ]

    assert [key for _model, key in strangers] == [str(forged)]


@pytest.mark.parametrize(
    "name", ["wagtailadmin_reports:site_history", "wagtailusers_users:index", "wagtailsites:index"]
)
def test_what_nobody_opened_is_closed(name):
    assert name not in OPEN
    assert not is_open(resolve(reverse(name)))
