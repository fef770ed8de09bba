"""The contract of every list in the admin: own rows open, others' are unknown, strangers are sent away.

A viewset that is registered for a model of ours takes part by existing.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import urls as admin_urls
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet, page_viewset_registry
from wagtail_modeladmin.options import ModelAdmin

from accounts.explorer import StorePageViewSet
from accounts.scoping import ScopedModelViewSet, policy_of

NO_PARTS = re.compile("")


def is_ours(model):
    """Whether a model belongs to an app of this shop rather than to a library."""
    path = Path(apps.get_app_config(model._meta.app_label).path)
    return path.parent == Path(settings.BASE_DIR)


def registered(kind=object):
    """Every viewset in the admin that works on a model of ours; the admin's addresses register them."""
    assert admin_urls.urlpatterns
    found = [viewset for viewset in viewsets.viewsets if getattr(viewset, "model", None)]
    return [viewset for viewset in found if isinstance(viewset, kind) and is_ours(viewset.model)]


def sellers_may(model):
    kind = (model._meta.app_label, model._meta.model_name)
    rights = Permission.objects.filter(group__name="seller")
    return kind in set(rights.values_list("content_type__app_label", "content_type__model"))


@pytest.fixture
def own(wombat_store):
    return wombat_store


@pytest.fixture
def foreign(quokka_store):
    return quokka_store


def row_of(viewset, store):
    """A row of the viewset's model that belongs to the store."""
    rows = policy_of(viewset.model).reach(store.owner, viewset.model._default_manager.all())
    row = rows.first()
    assert row, f"tests/stores.py furnishes a store with no {viewset.model._meta.label}"
    return row


def addresses(viewset, row):
    """{name: address} of every view of the set; those about one row with its key, other parts with a 1."""
    for pattern in viewset.get_urlpatterns():
        parts = pattern.pattern.converters or getattr(pattern.pattern, "regex", NO_PARTS).groupindex
        kwargs = {part: row.pk if part == "pk" else 1 for part in parts}
        yield pattern.name, reverse(viewset.get_url_name(pattern.name), kwargs=kwargs), "pk" in kwargs


def answers(client, viewset, row):
    return {name: client.get(address).status_code for name, address, _one in addresses(viewset, row)}


def about_one(client, viewset, row):
    found = addresses(viewset, row)
    return {name: client.get(address).status_code for name, address, is_one in found if is_one}


def test_every_viewset_is_scoped_or_closed_to_sellers(db):
    lists = [viewset for viewset in registered() if not isinstance(viewset, PageListingViewSet)]

    unscoped = [viewset for viewset in lists if not isinstance(viewset, ScopedModelViewSet)]

    assert lists
    assert [str(viewset.model) for viewset in unscoped if sellers_may(viewset.model)] == []


@pytest.mark.parametrize("who", ["alice", "bob", "moderator"])
def test_every_chooser_asks_who_comes(client, request, settings, who, own):
    """Wagtail's own open for whoever may enter the admin, and would show every row."""
    settings.REQUIRE_TWO_FACTOR = False  # else staff would be sent to set it up, whatever they may see
    client.force_login(request.getfixturevalue(who))
    choosers = registered(ChooserViewSet)

    told = [answers(client, viewset, viewset.model._default_manager.first()) for viewset in choosers]

    assert choosers
    assert {status for statuses in told for status in statuses.values()} <= {302, 403}


def test_every_modeladmin_is_closed_to_sellers(db):
    admins = [fn.__self__ for fn in hooks.get_hooks("register_admin_urls") if hasattr(fn, "__self__")]
    models = [admin.model for admin in admins if isinstance(admin, ModelAdmin)]

    assert [str(model) for model in models if sellers_may(model)] == []


def test_every_page_viewset_keeps_other_people_out_of_its_filters():
    found = {
        *page_viewset_registry.values_by_class.values(),
        *page_viewset_registry.values_by_parent_model.values(),
    }

    assert found
    assert [str(viewset) for viewset in found if not isinstance(viewset, StorePageViewSet)] == []


def test_a_seller_opens_own_rows_and_does_not_know_others(client, own, foreign):
    client.force_login(own.owner)

    for viewset in registered(ScopedModelViewSet):
        mine = answers(client, viewset, row_of(viewset, own))
        theirs = about_one(client, viewset, row_of(viewset, foreign))
        unknown = about_one(client, viewset, viewset.model(pk=999999))

        opened = (mine["index"], mine["index_results"], mine.get("inspect", 200))
        assert opened == (200, 200, 200), viewset.name
        assert set(mine.values()) <= {200, 302, 403}, (viewset.name, mine)
        assert set(theirs.values()) == {404}, (viewset.name, theirs)
        assert theirs == unknown, viewset.name


def test_a_buyer_and_a_stranger_are_sent_to_the_door(client, bob, own):
    rows = {viewset: row_of(viewset, own) for viewset in registered(ScopedModelViewSet)}

    stranger = [answers(client, viewset, row) for viewset, row in rows.items()]
    client.force_login(bob)
    buyer = [answers(client, viewset, row) for viewset, row in rows.items()]

    assert {code for codes in stranger for code in codes.values()} == {302}
    assert {code for codes in buyer for code in codes.values()} <= {302, 403}


def test_posting_to_another_sellers_row_changes_nothing(client, own, foreign):
    client.force_login(own.owner)

    for viewset in registered(ScopedModelViewSet):
        row = row_of(viewset, foreign)
        kept = viewset.model._base_manager.filter(pk=row.pk).values()
        before = kept.get()

        codes = {client.post(address, {}).status_code for _n, address, one in addresses(viewset, row) if one}

        assert codes == {404}, viewset.name
        assert kept.all().get() == before, viewset.name


def test_a_seller_is_refused_at_the_lists_of_staff(client, own):
    client.force_login(own.owner)

    for viewset in registered():
        if isinstance(viewset, ScopedModelViewSet | PageListingViewSet):
            continue
        found = addresses(viewset, viewset.model(pk=1))
        assert {client.get(address).status_code for _n, address, _one in found} == {403}, viewset.name
