"""Every kind of answer carries the security headers; the admin's policy is its own."""

import pytest

STRICT = "default-src 'self'"


def directives(answer):
    """{directive: value} of the answer's policy."""
    return dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/cart/", "/nowhere/", "/healthz", "/shop.000000000000.css", "/accounts/login/", "/library/"],
)
def test_public_answers_are_strict(client, path):
    answer = client.get(path)

    policy = directives(answer)
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert "https://checkout.stripe.com" in policy["form-action"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] in ("strict-origin-when-cross-origin", "no-referrer", "same-origin")
    assert answer["Permissions-Policy"]


@pytest.mark.django_db
def test_the_admin_may_run_its_widgets_and_nothing_from_elsewhere(admin_client):
    policy = directives(admin_client.get("/admin/"))

    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'unsafe-inline'"
    assert "http" not in policy["script-src"]


@pytest.mark.django_db
def test_production_pins_https_for_a_year(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    from django.test import Client

    answer = Client().get("/healthz", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.django_db
def test_a_harmless_request_id_is_kept_and_a_strange_one_is_not(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345678"})["X-Request-ID"] == "abc-12345678"
    assert len(client.get("/healthz", headers={"X-Request-ID": "a b\nc"})["X-Request-ID"]) == 32
