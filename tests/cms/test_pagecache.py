"""Anonymous pages come from the cache, personal ones never do."""

from django.urls import reverse

from cms import pagecache
from cms.models import BrandSettings


def test_the_second_visit_of_a_stranger_costs_no_query(client, listing, django_assert_num_queries):
    assert client.get(listing.url)["X-Cache"] == "MISS"

    with django_assert_num_queries(0):
        again = client.get(listing.url)

    assert again["X-Cache"] == "HIT"
    assert "Aster Serif" in again.content.decode()
    assert "default-src" in again["Content-Security-Policy"]


def test_a_person_who_is_signed_in_gets_no_kept_page(client, bob, listing):
    client.get(listing.url)
    client.force_login(bob)

    assert "X-Cache" not in client.get(listing.url)


def test_a_visitor_with_a_cart_is_never_served_from_the_cache(client, listing):
    client.get(listing.url)
    client.post(reverse("cart_add"), {"offer": listing.offers.get().pk})

    assert "X-Cache" not in client.get(listing.url)


def test_what_a_signed_in_person_saw_is_not_kept_for_others(client, bob, listing):
    client.force_login(bob)
    client.get(listing.url)
    client.logout()

    assert client.get(listing.url)["X-Cache"] == "MISS"


def test_publishing_purges(client, listing, django_capture_on_commit_callbacks):
    client.get(listing.url)
    listing.title = "Aster Grotesk"

    with django_capture_on_commit_callbacks(execute=True):
        listing.save_revision().publish()

    assert "Aster Grotesk" in client.get(listing.url).content.decode()


def test_a_change_of_the_brand_purges(client, listing, django_capture_on_commit_callbacks):
    client.get(listing.url)

    with django_capture_on_commit_callbacks(execute=True):
        BrandSettings.objects.update_or_create(site_id=listing.get_site().pk, defaults={"name": "Agora"})

    assert client.get(listing.url)["X-Cache"] == "MISS"


def test_themes_hosts_and_queries_do_not_share_an_entry(client, listing):
    client.get(listing.url)

    assert client.get(listing.url, {"x": "1"})["X-Cache"] == "MISS"
    client.cookies["theme"] = "dark"
    assert client.get(listing.url)["X-Cache"] == "MISS"
    assert client.get(listing.url, HTTP_HOST="localhost")["X-Cache"] == "MISS"


def test_an_unknown_theme_makes_no_entry_of_its_own(client, listing):
    client.get(listing.url)
    client.cookies["theme"] = "poison"

    assert client.get(listing.url)["X-Cache"] == "HIT"


def test_a_page_that_was_rendered_before_a_purge_is_not_served_after_it(rf, listing):
    def slow_view(request):
        pagecache._purge_now()
        return pagecache.HttpResponse("stale")

    middleware = pagecache.PageCacheMiddleware(slow_view)
    middleware(rf.get("/x/", HTTP_HOST="testserver"))

    assert middleware(rf.get("/x/", HTTP_HOST="testserver"))["X-Cache"] == "MISS"
