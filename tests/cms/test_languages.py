"""The address says the language; a choice, an account, an order and a mail each keep theirs."""

import pytest
from django.utils import translation

from accounts.models import User
from cms import languages, money
from cms.mail import send_mail
from cms.mailing import declared
from cms.models import MailText
from home.models import ContentPage, HomePage

VISIT = {"Accept": "text/html,*/*"}


def test_the_address_says_the_language_and_every_link_of_the_page_keeps_it(client, listing):
    page = client.get(f"/de{listing.url}")

    text = page.content.decode()
    assert '<html lang="de"' in text
    assert page["Content-Language"] == "de"
    assert "In den Warenkorb" in text
    assert 'action="/de/cart/add/"' in text
    assert '<html lang="en"' in client.get(listing.url).content.decode()


@pytest.mark.parametrize("how", ["cookie", "browser"])
def test_a_visitor_of_an_address_without_a_language_is_led_to_their_own(client, listing, how):
    said = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"} if how == "browser" else {}
    if how == "cookie":
        client.cookies["language"] = "de"

    led = client.get(f"{listing.url}?from=mail", headers=VISIT | said)

    assert (led.status_code, led["Location"]) == (302, f"/de{listing.url}?from=mail")
    assert led["Cache-Control"] == "private, no-store"
    assert led["Vary"] == "Accept-Language, Cookie"


def test_what_names_no_language_is_answered_in_the_first_one(client, listing):
    assert client.get(listing.url, headers=VISIT).status_code == 200
    assert (
        client.get(listing.url, headers={"Accept-Language": "de"}).status_code == 200
    )  # no page is asked for


def test_an_address_with_a_language_wins_over_a_choice(client, db):
    client.cookies["language"] = "en"

    assert '<html lang="de"' in client.get("/de/search/", headers=VISIT).content.decode()


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/"])
def test_nobody_is_led_to_another_host(client, db, path):
    led = client.get(path, headers=VISIT | {"Accept-Language": "de"})

    assert led["Location"].startswith("/de/")


def test_the_switch_keeps_the_choice_and_shows_the_page_again(client, listing):
    chosen = client.post("/language/", {"language": "de", "next": f"{listing.url}?kind=font"})

    assert chosen["Location"] == f"/de{listing.url}?kind=font"
    assert client.cookies["language"].value == "de"
    back = client.post("/de/language/", {"language": "en", "next": f"/de{listing.url}"})
    assert back["Location"] == listing.url


def test_the_switch_leads_nowhere_else_and_knows_only_its_languages(client, db):
    chosen = client.post("/language/", {"language": "xx", "next": "https://evil.example/"})

    assert chosen["Location"] == "/"
    assert client.cookies["language"].value == "en"


def test_a_member_keeps_the_choice_on_the_account(client, bob):
    client.force_login(bob)

    client.post("/language/", {"language": "de"})

    bob.refresh_from_db()
    assert bob.language == "de"


def test_another_site_cannot_change_a_members_language(client, bob):
    client.force_login(bob)

    refused = client.post("/language/", {"language": "de"}, headers={"Sec-Fetch-Site": "cross-site"})

    bob.refresh_from_db()
    assert (refused.status_code, bob.language) == (403, "en")


def test_each_language_is_kept_as_a_page_of_its_own(client, listing, django_assert_num_queries):
    assert client.get(listing.url)["X-Cache"] == "MISS"
    assert client.get(f"/de{listing.url}")["X-Cache"] == "MISS"

    with django_assert_num_queries(0):
        english, german = client.get(listing.url), client.get(f"/de{listing.url}")

    assert (english["X-Cache"], german["X-Cache"]) == ("HIT", "HIT")
    assert '<html lang="de"' in german.content.decode()
    assert '<html lang="en"' in english.content.decode()


def test_the_admin_has_one_address_and_its_gate_stands_before_every_language(client, alice):
    client.force_login(alice)

    assert client.get("/de/admin/users/")["Location"] == "/admin/users/"
    assert client.post("/de/admin/users/new/").status_code == 403


def test_a_card_is_kept_plain_and_read_in_the_language_that_is_spoken(listing):
    card = listing.card

    with languages.speaking("de"):
        card.refresh_from_db()
        read = card.url
        card.save()

    card.refresh_from_db()
    assert (read, card.url) == (f"/de{listing.url}", listing.url)


def test_amounts_and_dates_are_written_as_the_language_does():
    with translation.override("de"):
        german = money.show(2900), money.brief(2900), money.brief(123450)

    assert german == ("29,00\xa0€", "29\xa0€", "1.234,50\xa0€")
    assert (money.show(2900), money.brief(2900)) == ("€29.00", "€29")


@pytest.fixture
def greta(db) -> User:
    return User.objects.create_user("greta@example.com", language="de")


def test_a_mail_speaks_the_language_of_its_readers_account(greta, bob, mailoutbox):
    context = declared()["account"].sample()

    send_mail("account", [greta.email, bob.email], context)

    told = {mail.to[0]: mail.alternatives[0][0] for mail in mailoutbox}
    assert "Sie erhalten diese E-Mail, weil diese Adresse" in told[greta.email]
    assert "You get this mail because this address" in told[bob.email]


def test_an_editors_words_are_sent_in_their_own_language_alone(db, mailoutbox):
    MailText.objects.create(name="receipt_link", language="de", opening="Guten Tag!")
    context = declared()["receipt_link"].sample()

    send_mail("receipt_link", "guest@example.com", context, "de")
    send_mail("receipt_link", "guest@example.com", context, "en")

    german, english = mailoutbox
    assert german.subject.startswith("Ein neuer Link zu Ihrem Kauf")
    assert "Guten Tag!" in german.body
    assert english.subject.startswith("A fresh link to your purchase")
    assert "Guten Tag!" not in english.body


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_mail_speaks_german_with_german_addresses(db, name, mailoutbox):
    with languages.speaking("de"):
        context = declared()[name].sample()

    send_mail(name, "greta@example.com", context, "de")

    (mail,) = mailoutbox
    for english in ("You get this mail", "Thank you", "Sign in with", "Open it here", "The reason"):
        assert english not in mail.body + mail.alternatives[0][0]


def test_speaking_leaves_everything_as_it_was(db):
    with languages.speaking("de"):
        assert HomePage.objects.get().url == "/de/"

    assert HomePage.objects.get().url == "/"
    assert translation.get_language() == "en"


def test_what_a_page_fetches_later_speaks_its_language_too(client, db):
    fetched = {"HX-Request": "true"}

    assert "Anmelden" in client.get("/de/personal/", headers=fetched).content.decode()
    assert "Sign in" in client.get("/personal/", headers=fetched | {"Accept-Language": "de"}).content.decode()


@pytest.mark.parametrize("slug", ["stripes", "themes", "sitemaps-of-old"])
def test_a_page_speaks_each_language_whatever_its_address_begins_with(client, db, slug):
    HomePage.objects.get().add_child(instance=ContentPage(title="Stripes", slug=slug))

    page = client.get(f"/de/{slug}/", headers=VISIT)

    assert (page.status_code, page["Content-Language"]) == (200, "de")
