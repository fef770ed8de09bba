"""The billing portal: a customer changes the card, ends a subscription, and goes back to the shop."""

import pytest
import stripe

from sandbox import clock

DAY = 24 * 3600
ALL = {
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
}


@pytest.fixture
def open_portal(membership):
    """Open the portal for bob with features; keyword arguments are further parameters of the session."""

    def open_it(features=ALL, **more):
        configuration = stripe.billing_portal.Configuration.create(features=features)
        defaults = {"customer": membership.customer, "return_url": "http://testserver/account"}
        given = {**defaults, "configuration": configuration.id, **more}
        return stripe.billing_portal.Session.create(**given)

    return open_it


def mine(membership):
    """The subscription as it is now, with its card."""
    return stripe.Subscription.retrieve(membership.id, expand=["default_payment_method"])


def test_a_configuration_says_what_is_allowed(events):
    made = stripe.billing_portal.Configuration.create(
        features=ALL, default_return_url="http://testserver/", business_profile={"headline": "Stoa"}
    )
    stripe.billing_portal.Configuration.modify(made.id, features={"invoice_history": {"enabled": False}})

    kept = stripe.billing_portal.Configuration.retrieve(made.id)
    assert (kept.is_default, kept.active, kept.business_profile.headline) == (False, True, "Stoa")
    assert (kept.features.payment_method_update.enabled, kept.features.invoice_history.enabled) == (
        True,
        False,
    )
    assert kept.features.subscription_update.enabled is False
    assert [one.id for one in stripe.billing_portal.Configuration.list(active=True).data] == [made.id]
    assert events() == ["billing_portal.configuration.created", "billing_portal.configuration.updated"]


def test_the_page_shows_card_subscription_and_invoices_and_the_way_back(open_portal, client, events):
    session = open_portal()

    page = " ".join(client.get(session.url).content.decode().split())

    assert session.url == f"http://testserver/stripe-test/portal/{session.id}/"
    assert 'href="http://testserver/account"' in page
    for shown in ("bob@example.org", "visa •••• 4242", "Membership", "€9.00 a month", "TEST-0001"):
        assert shown in page
    assert "<script" not in page
    assert " style=" not in page
    assert events()[-1] == "billing_portal.session.created"


def test_another_card_pays_from_now_on(open_portal, client, membership, events):
    session = open_portal()

    answer = client.post(session.url, {"card": "5555555555554444"})

    assert answer["Location"] == f"/stripe-test/portal/{session.id}/"
    assert "mastercard •••• 4444" in client.get(session.url).content.decode()
    assert mine(membership).default_payment_method.card.last4 == "4444"
    customer = stripe.Customer.retrieve(membership.customer)
    assert customer.invoice_settings.default_payment_method == mine(membership).default_payment_method.id
    assert events()[-5:] == [
        "setup_intent.created",
        "payment_method.attached",
        "setup_intent.succeeded",
        "customer.updated",
        "customer.subscription.updated",
    ]


def test_a_card_is_changed_after_3d_secure(open_portal, client, membership):
    session = open_portal()

    challenge = client.post(session.url, {"card": "4000002760003184"})["Location"]
    before = mine(membership).default_payment_method.card.last4
    back = client.post(challenge, {"answer": "pass"})

    assert before == "4242"
    assert back["Location"] == session.url
    assert mine(membership).default_payment_method.card.last4 == "3184"


@pytest.mark.parametrize(
    ("card", "said"),
    [("4000000000000002", "was declined"), ("4111111111111111", "not one of the test cards")],
)
def test_a_card_that_cannot_be_saved_is_told(open_portal, client, membership, card, said):
    session = open_portal()

    page = client.post(session.url, {"number": card}, follow=True)

    assert said in page.content.decode()
    assert mine(membership).default_payment_method.card.last4 == "4242"


def test_3d_secure_failed_leads_back_to_the_page(open_portal, client, membership):
    session = open_portal()
    challenge = client.post(session.url, {"card": "4000002760003184"})["Location"]

    back = client.post(challenge, {"answer": "fail"})

    assert "unable to authenticate" in client.get(back["Location"]).content.decode()
    assert mine(membership).default_payment_method.card.last4 == "4242"


def test_a_subscription_is_ended_with_its_period_and_taken_back(open_portal, client, membership, events):
    session = open_portal()

    client.post(session.url, {"leave": membership.id})
    leaving = mine(membership)
    page = client.get(session.url).content.decode()
    client.post(session.url, {"stay": membership.id})
    staying = mine(membership)

    assert leaving.cancel_at_period_end is True
    assert leaving.cancel_at == membership["items"].data[0].current_period_end
    assert leaving.cancellation_details.reason == "cancellation_requested"
    assert "Go on with this subscription" in page
    assert (staying.cancel_at_period_end, staying.cancel_at, staying.canceled_at) == (False, None, None)
    assert events()[-2:] == ["customer.subscription.updated"] * 2


def test_a_subscription_is_ended_at_once_if_the_shop_says_so(open_portal, client, membership):
    session = open_portal({"subscription_cancel": {"enabled": True, "mode": "immediately"}})

    client.post(session.url, {"leave": membership.id})

    assert mine(membership).status == "canceled"
    assert "There is no subscription." in client.get(session.url).content.decode()


def test_what_is_not_allowed_is_not_shown_and_not_done(open_portal, client, membership):
    session = open_portal({"invoice_history": {"enabled": False}})

    page = client.get(session.url).content.decode()
    client.post(session.url, {"card": "5555555555554444"})
    client.post(session.url, {"leave": membership.id})

    for hidden in ("TEST-0001", "Use this card", "End this subscription"):
        assert hidden not in page
    assert mine(membership).default_payment_method.card.last4 == "4242"
    assert mine(membership).cancel_at_period_end is False


def test_a_subscription_of_somebody_else_or_of_a_schedule_is_not_touched(open_portal, client, membership):
    carol = stripe.Customer.create(invoice_settings={"default_payment_method": "pm_card_visa"})
    price = membership["items"].data[0].price.id
    hers = stripe.Subscription.create(customer=carol.id, items=[{"price": price}])
    stripe.SubscriptionSchedule.create(from_subscription=membership.id)
    session = open_portal()

    said = client.post(session.url, {"leave": hers.id}).content.decode()
    client.post(session.url, {"leave": membership.id})

    assert "cannot be changed here" in said
    assert "End this subscription" not in said
    assert not mine(hers).cancel_at_period_end
    assert not mine(membership).cancel_at_period_end


def test_a_session_expires_unless_it_is_visited(open_portal, client, membership):
    session = open_portal()

    with clock.travelled(4 * 60):
        assert client.get(session.url).status_code == 200
    with clock.travelled(50 * 60):
        assert client.get(session.url).status_code == 200
    with clock.travelled(3 * 3600):
        late = client.post(session.url, {"leave": membership.id})

    assert late.status_code == 410
    assert 'href="http://testserver/account"' in late.content.decode()
    assert mine(membership).cancel_at_period_end is False


def test_a_session_that_nobody_visits_expires_after_five_minutes(open_portal, client):
    session = open_portal()

    with clock.travelled(5 * 60):
        assert client.get(session.url).status_code == 410


def test_a_session_is_opened_once_for_its_key(open_portal, membership):
    configuration = stripe.billing_portal.Configuration.create(features=ALL)
    params = {"customer": membership.customer, "configuration": configuration.id, "idempotency_key": "p-7"}

    first, second = (stripe.billing_portal.Session.create(**params) for _ in range(2))

    assert first.id == second.id


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"configuration": None}, "configuration"),
        ({"configuration": "bpc_nope"}, "configuration"),
        ({"customer": "cus_nope"}, "customer"),
        ({"flow_data": {"type": "payment_method_update"}}, "flow_data"),
        ({"on_behalf_of": "acct_1"}, "on_behalf_of"),
    ],
)
def test_a_session_that_is_not_possible_is_refused(open_portal, more, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_portal(**more)

    assert refusal.value.param == param


def test_a_configuration_that_is_not_active_is_refused(open_portal):
    made = stripe.billing_portal.Configuration.create(features=ALL)
    stripe.billing_portal.Configuration.modify(made.id, active=False)

    with pytest.raises(stripe.InvalidRequestError, match="not active"):
        open_portal(configuration=made.id)


@pytest.mark.parametrize(
    "features",
    [
        {"customer_update": {"enabled": True, "allowed_updates": ["email"]}},
        {"subscription_update": {"enabled": True}},
        {
            "subscription_cancel": {
                "enabled": True,
                "cancellation_reason": {"enabled": True, "options": ["other"]},
            }
        },
        {"subscription_cancel": {"enabled": True, "proration_behavior": "create_prorations"}},
    ],
)
def test_a_feature_that_is_not_there_is_refused(features):
    with pytest.raises(stripe.InvalidRequestError, match="does not have this parameter yet"):
        stripe.billing_portal.Configuration.create(features=features)

    assert stripe.billing_portal.Configuration.list().data == []
