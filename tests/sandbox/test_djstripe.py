"""dj-stripe takes every event that the sandbox sends, and its tables then say the same as the sandbox."""

import json

import pytest
import stripe
from djstripe import models as djstripe

from sandbox import clock
from sandbox.models import StoredObject


@pytest.fixture
def process_all():
    """Hand every event that is stored to dj-stripe, in order; their types."""

    def process():
        rows = StoredObject.objects.filter(kind="event").order_by("seq")
        return [djstripe.Event.process(json.loads(json.dumps(row.body))).type for row in rows]

    return process


def test_a_sale_is_mirrored(open_session, pay, process_all):
    session = open_session(customer_creation="always", metadata={"order": "7"})
    pay(session, card="4000000000000002")
    pay(session, card="4242424242424242")

    types = process_all()

    mirrored = djstripe.Session.objects.get(id=session.id)
    charge = djstripe.Charge.objects.get(stripe_data__status="succeeded")
    assert types == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "customer.created",
        "checkout.session.completed",
    ]
    assert (mirrored.stripe_data["payment_status"], mirrored.metadata["order"]) == ("paid", "7")
    assert mirrored.payment_intent.stripe_data["status"] == "succeeded"
    assert charge.balance_transaction.fee == 63
    assert djstripe.Customer.objects.get().email == "bob@example.org"
    assert djstripe.Charge.objects.filter(stripe_data__status="failed").count() == 1


def test_3d_secure_expiry_and_the_delayed_bank_are_mirrored(open_session, pay, process_all, client):
    asking, late, good, bad = (open_session() for _ in range(4))
    page = pay(asking, card="4000002760003184")["Location"]
    client.post(page, {"answer": "pass"})
    pay(good, bank="succeeds")
    pay(bad, bank="fails")
    stripe.checkout.Session.expire(late.id)
    with clock.travelled(60):
        types = process_all()

    states = [
        djstripe.Session.objects.get(id=one.id).stripe_data["payment_status"] for one in (asking, good, bad)
    ]
    assert states == ["paid", "paid", "unpaid"]
    assert djstripe.Session.objects.get(id=late.id).stripe_data["status"] == "expired"
    assert {"checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed"} <= set(types)
    assert djstripe.PaymentIntent.objects.filter(stripe_data__status="succeeded").count() == 2


def test_refunds_catalogue_and_customers_are_processed(process_all):
    product = stripe.Product.create(name="Logo")
    price = stripe.Price.create(product=product.id, currency="eur", unit_amount=2500)
    stripe.Product.modify(product.id, name="A logo")
    coupon = stripe.Coupon.create(percent_off=20)
    stripe.PromotionCode.create(promotion={"type": "coupon", "coupon": coupon.id}, code="SAVE20")
    customer = stripe.Customer.create(email="bob@example.org", payment_method="pm_card_visa")
    stripe.Customer.modify(customer.id, name="Bob")
    for token in ("pm_card_visa", "pm_card_pendingRefund", "pm_card_refundFail"):
        intent = stripe.PaymentIntent.create(
            amount=4000, currency="eur", payment_method=token, confirm=True, payment_method_types=["card"]
        )
        stripe.Refund.create(payment_intent=intent.id, amount=1000)
    with clock.travelled(60):
        types = process_all()

    assert {"refund.created", "refund.updated", "refund.failed", "promotion_code.created"} <= set(types)
    assert djstripe.Product.objects.get().name == "A logo"
    assert djstripe.Price.objects.get(id=price.id).unit_amount == 2500
    assert djstripe.Customer.objects.get().name == "Bob"
    assert djstripe.PaymentMethod.objects.filter(customer=djstripe.Customer.objects.get()).count() == 1
    assert djstripe.Charge.objects.count() == 3


def test_a_subscription_and_its_renewal_are_mirrored(open_session, pay, process_all):
    product = stripe.Product.create(name="Membership")
    price = stripe.Price.create(
        product=product.id, currency="eur", unit_amount=900, recurring={"interval": "month"}
    )
    session = open_session(mode="subscription", line_items=[{"price": price.id, "quantity": 1}])
    pay(session, card="4242424242424242")
    with clock.travelled(32 * 24 * 3600):
        types = process_all()

    mirrored = djstripe.Subscription.objects.get()
    assert types.count("invoice.paid") == 2
    assert mirrored.status == "active"
    assert mirrored.customer.email == "bob@example.org"
    assert djstripe.Invoice.objects.filter(stripe_data__status="paid").count() == 2
    assert djstripe.SubscriptionItem.objects.get().price.id == price.id


def test_a_trial_a_change_of_plan_and_its_credit_are_mirrored(open_session, pay, process_all, monthly):
    session = open_session(
        mode="subscription",
        line_items=[{"price": monthly.id, "quantity": 1}],
        subscription_data={"trial_period_days": 5},
    )
    pay(session, card="4242424242424242")
    cheap = stripe.Price.create(
        product=monthly.product, currency="eur", unit_amount=100, recurring={"interval": "month"}
    )
    with clock.travelled(6 * 24 * 3600):
        mine = stripe.Subscription.list().data[0]
        items = [{"id": mine["items"].data[0].id, "price": cheap.id}]
        stripe.Subscription.modify(mine.id, items=items, proration_behavior="always_invoice")
        types = process_all()

    mirrored = djstripe.Subscription.objects.get()
    assert {"customer.subscription.trial_will_end", "invoiceitem.created", "customer.updated"} <= set(types)
    assert (mirrored.status, mirrored.stripe_data["trial_end"]) == ("active", mine.trial_end)
    assert djstripe.Invoice.objects.filter(stripe_data__status="paid").count() == 3
    assert djstripe.SubscriptionItem.objects.get().price.id == cheap.id
    assert djstripe.Customer.objects.get().stripe_data["balance"] < 0


def test_a_schedule_a_pause_and_a_portal_are_mirrored(membership, process_all, client):
    stripe.Subscription.modify(membership.id, pause_collection={"behavior": "void"})
    schedule = stripe.SubscriptionSchedule.create(from_subscription=membership.id)
    features = {"payment_method_update": {"enabled": True}}
    portal = stripe.billing_portal.Session.create(
        customer=membership.customer,
        configuration=stripe.billing_portal.Configuration.create(features=features).id,
    )
    challenge = client.post(portal.url, {"card": "4000002760003184"})["Location"]
    client.post(challenge, {"answer": "pass"})
    with clock.travelled(32 * 24 * 3600):
        types = process_all()

    mirrored = djstripe.Subscription.objects.get()
    told = {"subscription_schedule.released", "invoice.voided", "billing_portal.session.created"}
    assert told <= set(types)
    assert djstripe.SubscriptionSchedule.objects.get(id=schedule.id).stripe_data["status"] == "released"
    assert djstripe.Invoice.objects.filter(stripe_data__status="void").count() == 1
    assert mirrored.stripe_data["pause_collection"]["behavior"] == "void"
    card = djstripe.PaymentMethod.objects.get(id=mirrored.stripe_data["default_payment_method"])
    assert card.stripe_data["card"]["last4"] == "3184"
