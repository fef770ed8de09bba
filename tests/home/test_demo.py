"""The demo shop: its words fit the models, its files pass the checks, its buyers go the whole way."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Locale

from accounts import appeals
from accounts.models import Seller, User
from home import demo
from home.demo import desk, goods, pages, people, publishing, sales, shelves, stores, wares, wishes
from home.demo.art import draw
from home.models import HomePage
from orders.models import Order, Posting
from products.files import uploads
from products.models import Category, Listing, Offer, Review

GOODS = [good for shop in goods.shops() for good in shop.goods]
FILES = sorted(
    {name.rpartition(".")[2]: (name, good) for good in GOODS for name in good.files}.values(), key=str
)


def test_a_fresh_shop_misses_the_demo_until_its_last_front_page_is_published(db):
    front = HomePage.objects.get()
    front.save_revision().publish()
    assert demo.is_missing()

    german = front.copy_for_translation(Locale.objects.get_or_create(language_code="de")[0])
    german.save_revision().publish()

    assert not demo.is_missing()


def test_everybody_joins_once_with_the_role_they_play(db):
    people.join()
    people.join()

    assert User.objects.filter(email__endswith="@stoa.example").count() == len(people.EVERYBODY)
    assert set(people.find("moderator").groups.values_list("name", flat=True)) == {"moderator", "buyer"}
    assert people.find("bo").check_password("stoa-demo")


def test_the_directory_names_every_sign_in(db):
    said = demo.directory()

    named = [
        key for key in ("admin", "editor", "moderator", "ada", "ben", "bo") if f" {key}@stoa.example" in said
    ]
    assert named == ["admin", "editor", "moderator", "ada", "ben", "bo"]
    assert "stoa-demo" in said


@pytest.mark.parametrize("good", GOODS, ids=lambda good: good.slug)
def test_each_price_is_one_that_a_seller_could_have_set(good):
    for offer in good.offers:
        Offer(**offer).clean()

    assert good.offers


@pytest.mark.parametrize(("name", "good"), FILES, ids=lambda part: part if isinstance(part, str) else "")
def test_each_type_of_file_passes_the_checks_of_an_upload(name, good):
    facts = uploads.inspect(ContentFile(wares.make(name, good), name))

    assert facts.name == name


def test_the_window_shows_what_is_on_sale_and_its_campaign_lowers_real_prices():
    on_sale = {good.slug: good for good in GOODS if good.state in publishing.ON_SALE}
    told = goods.words("window")

    picks = [slug for collection in told["collection"] for slug in collection["picks"]]
    lowered = [price < on_sale[slug].offers[0]["price"] for slug, price in told["campaign"]["offers"]]

    assert set(picks) <= set(on_sale)
    assert lowered == [True] * 3


def test_a_drawing_is_the_same_each_time():
    once = draw("letters", "", 1).tobytes()
    draw.cache_clear()

    assert draw("letters", "", 1).tobytes() == once


@pytest.fixture
def street(db):
    """The first store with its first good, as the demo opens it."""
    people.join()
    shelves.put_up()
    shop = goods.shops()[0]
    stores.open_all()
    store = stores.find(shop)
    page = publishing.write(store, shop.goods[0])
    page.get_latest_revision().publish()
    return Listing.objects.get(pk=page.pk).specific


def test_a_listing_of_the_demo_is_fit_to_be_published(street):
    assert street.problems() == []
    assert street.card.is_public
    assert [category.slug for category in street.categories.all()] == [
        Category.objects.get(slug="fonts").slug
    ]


def test_a_buyer_of_the_demo_pays_on_the_payment_page_and_reviews(street):
    bo, told = people.find("bo"), {"country": "DK", "goods": ["aster-serif:1"]}

    order = sales.buy(bo, told, 1)
    sales._review(bo, {"reviews": [["aster-serif", 4, 10, "Quiet."]]})

    order.refresh_from_db()
    assert (order.state, order.total) == (Order.State.PAID, 8900)
    assert sum(posting.amount for posting in Posting.objects.all()) == 0
    assert [(review.stars, review.author_name) for review in Review.objects.all()] == [(4, "Bo H.")]


def test_a_gift_of_the_demo_is_redeemed_once(street):
    gift = {"giver_name": "Sam", "recipient": "", "words": "Here."}
    order = sales.buy(people.find("sam"), {"country": "IE", "goods": ["aster-serif:1"], "gift": gift}, 1)

    sales._redeem(order, people.find("bo"))
    sales._redeem(order, people.find("bo"))

    order.gift.refresh_from_db()
    assert (order.gift.redeemed_by, order.items.get().entitlement.state) == (people.find("bo"), "active")


def test_an_order_of_the_demo_shows_the_terms_that_its_buyer_accepted(street, client):
    pages.lay_down()

    order = sales.buy(people.find("bo"), {"country": "DK", "goods": ["aster-serif:1"], "days": 20}, 1)

    accepted = client.get(reverse("order_accepted", args=[order.token, "terms"])).content.decode()
    assert "Terms of sale" in accepted
    assert order.terms_revision.created_at < order.terms_accepted_at
    assert order.withdrawal_revision.as_object().slug == "refunds"


def test_a_seller_of_the_demo_was_not_accepted_asked_why_and_was_answered(street):
    for _ in range(2):
        desk._dispute(goods.words("desk")["dispute"])

    seller = Seller.objects.get(owner=people.find("dan"))
    assert seller.state == "rejected"
    assert [message.is_from_staff for message in seller.messages.all()] == [False, True]
    assert not appeals.unanswered().exists()


def test_who_has_not_bought_writes_no_review(street):
    sales._review(people.find("mira"), {"reviews": [["aster-serif", 5, 1, "Never had it."]]})

    assert Review.objects.count() == 0


def test_the_menus_of_the_demo_lead_to_pages_that_answer(street, client):
    pages.lay_down()

    shown = client.get("/about/").content.decode()

    assert [client.get(f"/{slug}/").status_code for slug in ("help", "terms", "refunds", "privacy")] == [
        200
    ] * 4
    assert 'href="/refunds/"' in shown and 'href="/discover/"' in shown


def test_somebody_of_the_demo_wishes_and_follows_once(street, monkeypatch):
    told = {"wish": [{"person": "mira", "listing": "aster-serif", "before": 9900}]}
    told["follow"] = [{"person": "mira", "listing": "aster-serif"}]
    monkeypatch.setattr(wishes, "words", lambda name: told)

    wishes.dream()
    wishes.dream()

    mira = people.find("mira")
    assert [(wish.listing_id, wish.price) for wish in mira.wishes.all()] == [(street.pk, 9900)]
    assert [follow.seller for follow in mira.follows.all()] == [street.card.seller]


def test_the_wishes_of_the_demo_name_people_and_things_that_are_there():
    told = goods.words("wishes")
    on_sale = {good.slug for good in GOODS if good.state in publishing.ON_SALE}

    assert {row["listing"] for row in told["wish"] + told["follow"]} <= on_sale
    assert {row["person"] for row in told["wish"] + told["follow"]} <= {one.key for one in people.EVERYBODY}
    assert len({row["listing"] for row in told["follow"] if row["person"] == "mira"}) == 2
