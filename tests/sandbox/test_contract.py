"""The contract is read from the SDK, holds for every answer, and notices what is wrong."""

import copy
import json

import pytest
import stripe

from sandbox import routes, store
from sandbox.contract import operations
from sandbox.contract.checking import ContractBroken, check, shape_of
from sandbox.contract.forms import tree
from sandbox.contract.shapes import Maybe


@pytest.mark.parametrize("kind", sorted(store.fixtures()))
def test_every_skeleton_fits_and_every_corruption_of_it_is_noticed(kind):
    shape = shape_of(kind)
    skeleton = store.skeleton(kind)

    assert list(shape.problems(skeleton)) == []
    for name in skeleton:
        assert any(shape.problems({**skeleton, name: object()})), name
        if not isinstance(shape.fields[name], Maybe):
            without = {key: value for key, value in skeleton.items() if key != name}
            assert any(shape.problems(without)), name
    assert any(shape.problems({**skeleton, "invented": 1}))


def test_every_request_that_is_answered_is_one_that_the_sdk_can_make():
    routes.discover()
    unknown = []
    for method, pattern, _ in routes._routes:
        path = pattern.pattern.replace("([^/]+)", "some_id")
        if operations.find(method, path) is None:
            unknown.append(f"{method} {path}")

    assert unknown == []


def test_every_annotation_behind_an_answered_request_can_be_read():
    routes.discover()
    seen: set[int] = set()

    def walk(shape):
        if id(shape) in seen:
            return
        seen.add(id(shape))
        for inner in (
            *getattr(shape, "options", ()),
            *(getattr(shape, "fields", None) or {}).values(),
            *filter(None, (getattr(shape, "item", None), getattr(shape, "some", None))),
        ):
            walk(inner)

    for method, pattern, _ in routes._routes:
        operation = operations.find(method, pattern.pattern.replace("([^/]+)", "some_id"))
        walk(operation.request)
        walk(operation.response)

    assert len(seen) > 3000


def test_an_answer_that_breaks_the_contract_is_an_error_in_tests():
    body = store.skeleton("customer", id="cus_1", created="yesterday")

    with pytest.raises(ContractBroken) as broken:
        check("a customer", shape_of("customer"), body)

    assert "a customer: created: Invalid integer: yesterday" in str(broken.value)


def test_an_answer_that_breaks_the_contract_is_logged_in_the_demo(settings, caplog):
    settings.STRIPE_SANDBOX_STRICT = False

    check("a customer", shape_of("customer"), store.skeleton("customer", id="cus_1", invented=True))

    assert "Received unknown parameter: invented" in caplog.text


def test_nested_corruptions_of_a_paid_session_are_noticed(open_session, pay):
    pay(open_session(), card="4242424242424242")
    expand = ["line_items", "payment_intent.latest_charge.balance_transaction"]
    session = stripe.checkout.Session.list().data[0]
    body = json.loads(str(stripe.checkout.Session.retrieve(session.id, expand=expand)))
    shape = shape_of("checkout.session")

    places = list(leaves(body))
    missed = [place for place in places if not any(shape.problems(corrupted(body, place)))]

    assert list(shape.problems(body)) == []
    assert len(places) > 200
    assert missed == []


def leaves(value, place=()):
    """The places of every plain value in nested JSON, free maps left out."""
    if place[-1:] in (("metadata",), ("payment_method_options",)):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*place, index))
    else:
        yield place


def corrupted(body, place):
    """A copy with a value of an impossible type at a place."""
    body = copy.deepcopy(body)
    holder = body
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = {"impossible": [None]}
    return body


def test_forms_are_read_as_the_sdk_writes_them():
    assert tree("a[b][0]=c&a[b][1]=d&e[]=f&e[]=g&h=") == {
        "a": {"b": {"0": "c", "1": "d"}},
        "e": {"0": "f", "1": "g"},
        "h": "",
    }


def test_requests_are_typed_by_their_operation():
    operation = operations.find("POST", "/v1/checkout/sessions")
    form = tree(
        "mode=payment&line_items[0][price]=price_1&line_items[0][quantity]=2&allow_promotion_codes=true"
    )

    params = operation.request.read(form)

    assert params["line_items"] == [{"price": "price_1", "quantity": 2}]
    assert params["allow_promotion_codes"] is True
    assert list(operation.request.problems(params)) == []


def test_unknown_words_are_refused_in_requests():
    operation = operations.find("POST", "/v1/checkout/sessions")

    problems = list(operation.request.problems({"mode": "payments"}))

    assert [problem.path for problem in problems] == ["mode"]
