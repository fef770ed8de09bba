"""The manners of the API: keys, errors, idempotency, pages, expansion."""

import pytest
import stripe

from sandbox import clock
from sandbox.context import PLATFORM


def test_the_account_is_the_platform():
    account = stripe.Account.retrieve()

    assert account.id == PLATFORM
    assert stripe.Account.retrieve(PLATFORM).charges_enabled is True


@pytest.mark.parametrize("key", ["nonsense", "sk_live_" + "a" * 30, "sk_test_" + "a" * 30])
def test_another_key_is_refused(key):
    with pytest.raises(stripe.AuthenticationError) as refusal:
        stripe.Customer.list(api_key=key)

    assert refusal.value.http_status == 401


def test_an_account_that_is_not_connected_is_refused():
    with pytest.raises(stripe.PermissionError):
        stripe.Customer.list(stripe_account="acct_nope")


def test_an_unknown_id_is_missing():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.retrieve("cus_nope")

    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    assert "No such customer: 'cus_nope'" in str(refusal.value)


def test_an_unknown_parameter_is_refused_and_nothing_is_made():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.create(emial="bob@example.org")

    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", "emial")
    assert stripe.Customer.list().data == []


def test_a_missing_parameter_is_named():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.PaymentIntent.create(amount=4000)

    assert (refusal.value.code, refusal.value.param) == ("parameter_missing", "currency")


def test_a_malformed_number_is_named():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.PaymentIntent.create(amount="many", currency="eur")

    assert (refusal.value.code, refusal.value.param) == ("parameter_invalid_integer", "amount")


def test_another_api_version_is_refused():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.list(stripe_version="2020-08-27")

    assert "speaks API version" in str(refusal.value)


def test_an_id_of_ones_own_can_be_used_once():
    stripe.Coupon.create(id="WELCOME", percent_off=10)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Coupon.create(id="WELCOME", percent_off=20)

    assert refusal.value.code == "resource_already_exists"
    assert stripe.Coupon.retrieve("WELCOME").percent_off == 10


def test_a_request_that_is_not_built_yet_says_so():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Topup.create(amount=100, currency="eur")

    assert "does not have this request yet" in str(refusal.value)


def test_the_same_idempotency_key_gives_the_same_answer():
    first = stripe.Customer.create(email="bob@example.org", idempotency_key="order-1")
    second = stripe.Customer.create(email="bob@example.org", idempotency_key="order-1")

    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(stripe.Customer.list().data) == 1


def test_the_same_key_with_other_parameters_is_refused():
    stripe.Customer.create(email="bob@example.org", idempotency_key="order-1")

    with pytest.raises(stripe.IdempotencyError):
        stripe.Customer.create(email="carol@example.org", idempotency_key="order-1")

    assert len(stripe.Customer.list().data) == 1


def test_a_malformed_request_does_not_use_the_key_up():
    with pytest.raises(stripe.InvalidRequestError):
        stripe.Customer.create(emial="bob@example.org", idempotency_key="order-1")

    assert (
        stripe.Customer.create(email="bob@example.org", idempotency_key="order-1").email == "bob@example.org"
    )


def test_a_decline_is_repeated_for_its_key():
    params = {"amount": 4000, "currency": "eur", "payment_method": "pm_card_chargeDeclined", "confirm": True}
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            stripe.PaymentIntent.create(**params, payment_method_types=["card"], idempotency_key="order-1")

    assert len(stripe.PaymentIntent.list().data) == 1
    assert len(stripe.Charge.list().data) == 1


@pytest.fixture
def seven():
    """Seven customers, newest first, as the list shows them."""
    made = [stripe.Customer.create(email=f"bob{number}@example.org").id for number in range(7)]
    return made[::-1]


def test_a_list_can_be_walked_through(seven):
    walked = [customer.id for customer in stripe.Customer.list(limit=3).auto_paging_iter()]

    assert walked == seven


def test_a_list_can_be_read_from_either_side(seven):
    after = stripe.Customer.list(limit=2, starting_after=seven[1])
    before = stripe.Customer.list(limit=2, ending_before=seven[3])

    assert ([one.id for one in after.data], after.has_more) == (seven[2:4], True)
    assert ([one.id for one in before.data], before.has_more) == (seven[1:3], True)
    assert stripe.Customer.list(limit=7).has_more is False


def test_a_list_can_be_filtered(seven):
    later = {"gt": clock.now() + 999}

    assert [one.id for one in stripe.Customer.list(email="bob3@example.org").data] == [seven[3]]
    assert stripe.Customer.list(created=later).data == []
    assert {event.type for event in stripe.Event.list(types=["customer.created"]).data} == {
        "customer.created"
    }


def test_a_list_can_be_filtered_by_several_values():
    product = stripe.Product.create(name="Logo")
    for key in ("small", "large", "huge"):
        stripe.Price.create(product=product.id, currency="eur", unit_amount=900, lookup_key=key)

    found = stripe.Price.list(lookup_keys=["small", "huge"]).data

    assert [price.lookup_key for price in found] == ["huge", "small"]


def test_a_filter_that_would_find_nothing_is_refused():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Event.list(delivery_success=False)

    assert "cannot filter this list by delivery_success" in str(refusal.value)


def test_a_page_holds_at_most_a_hundred():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.list(limit=101)

    assert refusal.value.param == "limit"


def test_lists_expand_what_they_hold():
    stripe.PaymentIntent.create(
        amount=4000,
        currency="eur",
        payment_method="pm_card_visa",
        confirm=True,
        payment_method_types=["card"],
    )

    found = stripe.PaymentIntent.list(expand=["data.latest_charge.balance_transaction"]).data[0]

    assert found.latest_charge.balance_transaction.fee == 85


def test_what_cannot_be_expanded_is_refused():
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stripe.Customer.create(email="bob@example.org", expand=["shoe_size"])

    assert "cannot be expanded (shoe_size)" in str(refusal.value)
    assert stripe.Customer.list().data == []


def test_a_client_object_reaches_the_sandbox_too(settings):
    client = stripe.StripeClient(settings.STRIPE_SECRET_KEY)

    made = client.v1.customers.create({"email": "bob@example.org"})

    assert stripe.Customer.retrieve(made.id).email == "bob@example.org"


def test_a_client_with_a_timeout_of_its_own_reaches_the_sandbox_too(settings):
    http = stripe.new_default_http_client(timeout=4)
    client = stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=http)

    assert client.v1.customers.list().data == []


def test_metadata_is_merged_and_emptied():
    customer = stripe.Customer.create(metadata={"a": "1", "b": "2"})

    merged = stripe.Customer.modify(customer.id, metadata={"a": "", "c": "3"})
    emptied = stripe.Customer.modify(customer.id, metadata="")

    assert merged.metadata.to_dict() == {"b": "2", "c": "3"}
    assert emptied.metadata.to_dict() == {}


def test_what_is_deleted_is_gone_from_lists_and_can_still_be_told():
    customer = stripe.Customer.create(email="bob@example.org")

    stripe.Customer.delete(customer.id)

    assert stripe.Customer.list().data == []
    assert stripe.Customer.retrieve(customer.id).deleted is True


def test_a_change_tells_what_was_there_before():
    product = stripe.Product.create(name="Logo")

    stripe.Product.modify(product.id, name="A logo")

    event = stripe.Event.list(type="product.updated").data[0]
    assert event.data.object.name == "A logo"
    assert event.data.previous_attributes["name"] == "Logo"
    assert stripe.Event.retrieve(event.id).id == event.id


def test_a_product_has_no_features():
    product = stripe.Product.create(name="Logo", default_price_data={"currency": "eur", "unit_amount": 900})

    assert stripe.Product.list_features(product.id).data == []
    assert stripe.Price.retrieve(product.default_price).unit_amount == 900
