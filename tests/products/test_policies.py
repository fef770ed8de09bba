"""Refund policies and licences: chosen by listings, worded by stores and by the shop, never rewritten."""

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from accounts.teams import join
from products.kinds.download.models import Download
from products.models import Policy
from products.models.policy import first_refund_policy
from products.storefronts import open_store
from tests.products.editing import add_url, at_desk, edit_url, posted, rich_text

CHOOSE = "Choose a refund policy."


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def worded(name="30 days", seller=None, kind="refund", **fields):
    """A policy with its first wording."""
    policy = Policy(name=name, summary=f"{name}, no questions.", text=f"<p>{name}!</p>", kind=kind, **fields)
    policy.seller = seller
    policy.put_down()
    return policy


def words(**fields):
    """What the form of a policy sends."""
    text = rich_text(f"<p>{fields.pop('text', 'All of it.')}</p>")
    return {"kind": "refund", "name": "60 days", "summary": "Two months.", "text": text, **fields}


@pytest.fixture
def carols(carol):
    return worded("Carol's", open_store(carol, "Carol Kiln", "DK").seller)


def choices(client, page):
    form = client.get(edit_url(page)).context["form"]
    return [policy.name for policy in form.fields["refund_policy"].queryset]


def kept(page):
    return Download.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_new_listing_begins_with_the_shops_oldest_refund_policy(store, alice):
    worded("30 days")

    form = at_desk(alice).get(add_url(store)).context["form"]

    first = Policy.objects.get(name="14 days")
    assert form["refund_policy"].value() == first.pk == first_refund_policy()
    assert form["licence"].value() is None


def test_a_draft_from_before_there_were_policies_has_the_first(listing):
    revision = listing.get_latest_revision()
    del revision.content["refund_policy"], revision.content["licence"]
    revision.save()

    assert kept(listing).refund_policy.name == "14 days"
    assert CHOOSE not in kept(listing).problems()


def test_a_listing_without_a_refund_policy_is_not_ready_and_says_where(listing):
    listing.refund_policy = None

    lack = next(lack for lack in listing.problems() if lack == CHOOSE)

    assert lack.at == "refund_policy"


def test_the_editor_offers_the_shops_policies_and_the_stores_own(listing, store, alice, carols):
    worded("Alice's", store.seller)
    worded("Retired", is_active=False)
    worded("Personal", kind="licence")

    assert choices(at_desk(alice), listing) == ["14 days", "Alice's"]


def test_a_retired_policy_stays_with_the_listing_that_has_it(listing, alice):
    Policy.objects.update(is_active=False)

    assert choices(at_desk(alice), listing) == ["14 days"]
    assert first_refund_policy() is None


@pytest.mark.parametrize("field", ["refund_policy", "licence"])
def test_another_stores_policy_is_refused(listing, alice, carols, field):
    Policy.objects.filter(pk=carols.pk).update(kind="refund" if field == "refund_policy" else "licence")
    before = getattr(kept(listing), field)

    answer = at_desk(alice).post(edit_url(listing), posted(listing, **{field: carols.pk}))

    assert field in answer.context["form"].errors
    assert getattr(kept(listing), field) == before


def test_the_editor_sent_back_as_it_is_has_not_changed(listing, alice):
    form = at_desk(alice).get(edit_url(listing)).context["form"]
    sent = posted(refund_policy=form["refund_policy"].value(), licence="")

    again = type(form)(sent, instance=kept(listing), for_user=alice, parent_page=listing.get_parent())

    assert not {"refund_policy", "licence"} & set(again.changed_data)


def test_a_licence_is_no_refund_policy(listing, alice):
    licence = worded("Personal", kind="licence")

    answer = at_desk(alice).post(edit_url(listing), posted(listing, refund_policy=licence.pk))

    assert "refund_policy" in answer.context["form"].errors


def test_the_page_says_it_in_one_line_and_then_all_of_it(client, listing):
    listing.licence = worded("Personal", kind="licence")
    listing.save()

    page = client.get(listing.url).content.decode()

    assert '<a href="#policies">Money back within 14 days' in page
    assert "Refund policy: 14 days" in page
    assert "Licence: Personal" in page
    assert "<p>Personal!</p>" in page
    assert page.count("Last changed on") == 2


def test_a_seller_writes_a_policy_of_their_own(store, alice):
    at_desk(alice).post(reverse("policies:add"), words(is_active="on"))

    made = Policy.objects.get(name="60 days")
    assert made.seller == store.seller
    assert made.latest_revision.user == alice
    assert made.latest_revision.as_object().text == made.text


def test_a_stores_words_stay_what_was_approved(store, alice):
    own = worded("30 days", store.seller)

    at_desk(alice).post(reverse("policies:edit", args=[own.pk]), words(text="Other.", is_active="on"))

    own.refresh_from_db()
    assert (own.name, own.revisions.count()) == ("30 days", 1)
    assert "Other." not in own.text


def test_a_moderator_who_sells_writes_none_for_the_shop(store, moderator):
    join(store.seller, moderator, "manager")
    insider = type(moderator).objects.get(pk=moderator.pk)

    at_desk(insider).post(reverse("policies:add"), words(seller=""))

    assert not Policy.objects.filter(name="60 days", seller=None).exists()


def test_other_words_of_the_shop_are_another_wording_and_the_first_stays(editor):
    own = worded("30 days", None)
    first = own.latest_revision

    at_desk(editor).post(reverse("policies:edit", args=[own.pk]), words(text="Other.", is_active="on"))

    own.refresh_from_db()
    assert own.latest_revision != first
    assert "Other." in own.text
    assert "30 days!" in Revision.objects.get(pk=first.pk).as_object().text


def test_retiring_a_policy_is_no_new_wording(store, alice):
    own = worded("30 days", store.seller)
    same = {"name": own.name, "summary": own.summary, "text": rich_text(own.text)}

    at_desk(alice).post(reverse("policies:edit", args=[own.pk]), same)

    own.refresh_from_db()
    assert not own.is_active
    assert own.revisions.count() == 1


def test_the_kind_and_the_store_stay_what_they_were(store, alice, carols):
    own = worded("30 days", store.seller)
    forged = words(kind="licence", seller=carols.seller_id)

    at_desk(alice).post(reverse("policies:edit", args=[own.pk]), forged)

    own.refresh_from_db()
    assert (own.kind, own.seller, own.name) == ("refund", store.seller, "30 days")


@pytest.mark.parametrize("view", ["edit", "inspect", "delete", "history"])
def test_sellers_know_neither_the_shops_nor_others_rows(store, alice, carols, view):
    client = at_desk(alice)

    for policy in (carols, Policy.objects.get(name="14 days")):
        assert client.get(reverse(f"policies:{view}", args=[policy.pk])).status_code == 404
        assert client.post(reverse(f"policies:{view}", args=[policy.pk]), words()).status_code == 404
    assert not Policy.objects.filter(name="60 days").exists()


def test_a_new_policy_is_never_another_stores(store, alice, carols):
    at_desk(alice).post(reverse("policies:add"), words(seller=carols.seller_id))

    assert Policy.objects.get(name="60 days").seller == store.seller


def test_somebody_without_the_part_writes_no_policy(store, bob):
    join(store.seller, bob, "support")

    assert at_desk(bob).get(reverse("policies:index")).status_code in (302, 403)
    at_desk(bob).post(reverse("policies:add"), words())
    assert not Policy.objects.filter(name="60 days").exists()


def test_editors_write_the_shops_and_only_read_a_stores(editor, carols):
    desk = at_desk(editor)
    desk.post(reverse("policies:add"), words())

    assert Policy.objects.get(name="60 days").seller is None
    assert desk.get(reverse("policies:inspect", args=[carols.pk])).status_code == 200
    desk.post(reverse("policies:edit", args=[carols.pk]), words(name="Rewritten"))
    assert not Policy.objects.filter(name="Rewritten").exists()


def test_nobody_deletes_a_policy(listing, admin_user):
    policy = listing.refund_policy

    at_desk(admin_user).post(reverse("policies:delete", args=[policy.pk]))

    assert Policy.objects.filter(pk=policy.pk).exists()
    with pytest.raises(ProtectedError):
        policy.delete()


def test_the_list_counts_the_listings_in_as_many_queries_for_ten(listing, editor, store):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            rows = desk.get(reverse("policies:index")).context["object_list"]
            used = {policy.name: policy.used for policy in rows}
        return len(queries), used

    desk = at_desk(editor)
    worded("Number 0", store.seller)
    asked()
    few, _used = asked()
    for number in range(1, 10):
        worded(f"Number {number}", store.seller if number % 2 else None)

    many, used = asked()

    assert many == few
    assert (used["14 days"], used["Number 3"]) == (1, 0)


def test_every_wording_can_be_read(store, alice):
    own = worded("30 days", store.seller)
    own.text = "<p>Second.</p>"
    own.put_down(by=alice)

    page = at_desk(alice).get(reverse("policies:inspect", args=[own.pk])).content.decode()

    assert "<p>30 days!</p>" in page
    assert page.count("<p>Second.</p>") == 2


def test_only_a_few_things_are_kept_of_rich_text(store, alice):
    forged = '{"blocks":[{"key":"a","text":"Look here","type":"header-two","depth":0,"inlineStyleRanges":[],'
    forged += '"entityRanges":[{"offset":0,"length":4,"key":0}]}],"entityMap":{"0":{"type":"LINK",'
    forged += '"mutability":"MUTABLE","data":{"url":"javascript:alert(1)"}}}}'

    at_desk(alice).post(reverse("policies:add"), {**words(), "text": forged})

    made = Policy.objects.filter(name="60 days").first()
    assert made is None or ("javascript" not in made.text and "<h2" not in made.text)


def test_whoever_opens_a_stores_own_words_reads_them_and_can_only_retire_them(client, alice, store):
    own = worded("Ours", seller=store.seller)
    client.force_login(alice)

    page = client.get(reverse("policies:edit", args=[own.pk])).content.decode()

    assert "Ours, no questions." in page
    assert 'name="is_active"' in page
    assert 'name="summary"' not in page
