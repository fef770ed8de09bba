"""What a payer can do on the hosted pages beyond paying at once with a good card."""

import pytest
import stripe

from sandbox import clock


def state(session):
    """Status and payment status of a session as the API tells them."""
    session = stripe.checkout.Session.retrieve(session.id)
    return session.status, session.payment_status


def test_3d_secure_passed_pays(open_session, pay, client):
    session = open_session()

    page = pay(session, card="4000002760003184")["Location"]
    shown = client.get(page).content.decode()
    before = state(session)
    answer = client.post(page, {"answer": "pass"})

    assert "3-D Secure" in shown
    assert before == ("open", "unpaid")
    assert answer["Location"] == f"http://testserver/thanks?session={session.id}"
    assert state(session) == ("complete", "paid")


def test_3d_secure_failed_leads_back_with_the_reason_and_charges_nothing(open_session, pay, client):
    session = open_session()
    page = pay(session, card="4000002760003184")["Location"]

    answer = client.post(page, {"answer": "fail"})

    assert answer["Location"] == f"/stripe-test/pay/{session.id}/"
    assert "unable to authenticate" in client.get(answer["Location"]).content.decode()
    assert state(session) == ("open", "unpaid")
    assert stripe.Charge.list().data == []


def test_3d_secure_passed_and_then_declined(open_session, pay, client):
    session = open_session()
    page = pay(session, card="4000008260003178")["Location"]

    answer = client.post(page, {"answer": "pass"})

    assert "insufficient funds" in client.get(answer["Location"]).content.decode()
    assert [charge.status for charge in stripe.Charge.list().data] == ["failed"]


@pytest.mark.parametrize(
    ("bank", "outcome"),
    [
        ("succeeds", ("paid", "checkout.session.async_payment_succeeded")),
        ("fails", ("unpaid", "checkout.session.async_payment_failed")),
    ],
)
def test_a_delayed_bank_payment_is_decided_later(open_session, pay, events, bank, outcome):
    session = open_session()

    answer = pay(session, bank=bank)
    at_once = state(session)
    with clock.travelled(60):
        later = state(session)

    assert answer["Location"].startswith("http://testserver/thanks")
    assert at_once == ("complete", "unpaid")
    assert later[0] == "complete"
    assert (later[1], events()[-1]) == outcome


def test_a_number_that_is_no_test_card_is_told_and_nothing_is_paid(open_session, pay):
    session = open_session()

    page = pay(session, number="4111 1111 1111 1111")

    assert page.status_code == 200
    assert "not one of the test cards" in page.content.decode()
    assert state(session) == ("open", "unpaid")


def test_an_email_address_is_asked_for(open_session, pay):
    session = open_session()

    page = pay(session, email="", card="4242424242424242")

    assert page.status_code == 200
    assert state(session) == ("open", "unpaid")


def test_the_email_that_was_typed_survives_a_decline(open_session, pay, client):
    session = open_session()

    page = client.get(pay(session, card="4000000000000002")["Location"])

    assert 'value="bob@example.org"' in page.content.decode()


def test_a_promotion_code_lowers_what_is_paid(open_session, pay, client):
    coupon = stripe.Coupon.create(percent_off=20)
    stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon.id}, code="SAVE20")
    session = open_session(allow_promotion_codes=True)

    client.post(f"/stripe-test/pay/{session.id}/promotion/", {"code": "save20"})
    pay(session, card="4242424242424242")

    paid = stripe.checkout.Session.retrieve(session.id, expand=["payment_intent", "total_details.breakdown"])
    assert (paid.amount_subtotal, paid.amount_total, paid.payment_intent.amount) == (2500, 2000, 2000)
    assert paid.total_details.breakdown.discounts[0].amount == 500


def test_an_unknown_promotion_code_is_told(open_session, client):
    session = open_session(allow_promotion_codes=True)

    page = client.post(f"/stripe-test/pay/{session.id}/promotion/", {"code": "NOPE"})

    assert "This code is invalid." in page.content.decode()
    assert stripe.checkout.Session.retrieve(session.id).amount_total == 2500


def test_a_code_typed_after_a_decline_lowers_the_payment_that_was_begun(open_session, pay, client):
    coupon = stripe.Coupon.create(amount_off=500, currency="eur")
    stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon.id}, code="FIVE")
    session = open_session(allow_promotion_codes=True)
    pay(session, card="4000000000000002")

    client.post(f"/stripe-test/pay/{session.id}/promotion/", {"code": "FIVE"})
    pay(session, card="4242424242424242")

    assert [intent.amount_received for intent in stripe.PaymentIntent.list().data] == [2000]
    assert stripe.Coupon.retrieve(coupon.id).times_redeemed == 1


def test_a_coupon_in_another_currency_is_refused(open_session):
    coupon = stripe.Coupon.create(amount_off=500, currency="usd")

    with pytest.raises(stripe.InvalidRequestError):
        open_session(discounts=[{"coupon": coupon.id}])

    assert stripe.checkout.Session.list().data == []


def test_what_costs_nothing_is_completed_without_a_payment(open_session, pay, events):
    coupon = stripe.Coupon.create(percent_off=100)
    session = open_session(discounts=[{"coupon": coupon.id}])

    pay(session)

    assert state(session) == ("complete", "no_payment_required")
    assert stripe.checkout.Session.retrieve(session.id).payment_intent is None
    assert events()[-1] == "checkout.session.completed"


def test_the_back_link_leads_to_the_cancel_address(open_session, client):
    session = open_session()

    assert 'href="http://testserver/cart"' in client.get(session.url).content.decode()


def test_a_receipt_shows_what_was_paid(open_session, pay, client):
    pay(open_session(), card="4242424242424242")

    page = client.get(stripe.Charge.list().data[0].receipt_url)

    assert "€25.00" in page.content.decode()


def test_unknown_ids_are_not_found(client):
    paths = ("pay/cs_test_nope/", "authenticate/pi_nope/", "receipt/ch_nope/")

    assert [client.get(f"/stripe-test/{path}").status_code for path in paths] == [404, 404, 404]


def test_the_pages_bring_no_inline_style_or_script_and_say_that_they_are_a_test(open_session, client):
    page = client.get(open_session().url).content.decode()

    assert "<style" not in page
    assert "<script" not in page
    assert " style=" not in page
    assert "TEST" in page
    assert page.count("csrfmiddlewaretoken") == 1


def test_paying_needs_the_form_of_the_page(open_session):
    from django.test import Client

    session = open_session()

    answer = Client(enforce_csrf_checks=True).post(
        f"/stripe-test/pay/{session.id}/", {"email": "bob@example.org", "card": "4242424242424242"}
    )

    assert answer.status_code == 403
    assert state(session) == ("open", "unpaid")
