"""The billing portal: a customer sees to cards and subscriptions, within what the shop allows."""

from sandbox import agenda, billing, cards, clock, crud, setups, store
from sandbox.errors import Refused
from sandbox.resources import setup_intents
from sandbox.resources.payment_methods import new_card

UNVISITED_SECONDS = 5 * 60
IDLE_SECONDS = 60 * 60


def visit(session: dict) -> bool:
    """Keep the session open for another while; False when it has expired."""
    notes = store.notes(session["id"])
    if notes["expires_at"] <= clock.now():
        return False
    store.save(session, notes={**notes, "expires_at": clock.now() + IDLE_SECONDS})
    return True


def features(session: dict) -> dict:
    """What the session's configuration allows."""
    return store.get("billing_portal.configuration", session["configuration"])["features"]


def subscriptions(session: dict) -> list[dict]:
    """The customer's subscriptions that go on, newest first."""
    rows = store.objects("subscription").filter(body__customer=session["customer"])
    return [row.body for row in rows if row.body["status"] in agenda.LIVE]


def paid_invoices(session: dict) -> list[dict]:
    """What the customer has paid, newest first."""
    rows = store.objects("invoice").filter(body__customer=session["customer"], body__status="paid")
    return [row.body for row in rows]


def card_in_use(session: dict) -> dict | None:
    """The card that pays the next invoice."""
    found = [billing.method_of(one) for one in subscriptions(session)]
    customer = store.get("customer", session["customer"])
    usual = store.find(customer["invoice_settings"]["default_payment_method"] or "")
    return next((method for method in found if method), usual)


def change_card(session: dict, card: cards.Card) -> dict:
    """Save another card and use it; the setup comes back, which may want 3-D Secure. Raises Declined."""
    if not features(session)["payment_method_update"]["enabled"]:
        raise Refused("The card cannot be changed here.")
    setup = opened_setup(session)
    setup = setups.confirm(setup, new_card(card), session["url"])
    card_saved(setup)
    return setup


def opened_setup(session: dict) -> dict:
    """The setup intent of the change that is under way, or of a new one."""
    notes = store.notes(session["id"])
    setup = store.find(notes.get("setup", ""))
    if setup and setup["status"] != "succeeded":
        return setup
    setup = setup_intents.new_setup(session["customer"], {})
    store.save(session, notes={**notes, "setup": setup["id"]})
    return setup


def card_saved(setup: dict) -> None:
    """Let the card of a setup that was made on the page pay all that the customer has."""
    row = store.objects("billing_portal.session").filter(notes__setup=setup["id"]).first()
    if not row or setup["status"] != "succeeded":
        return
    method = setup["payment_method"]
    customer = store.get("customer", setup["customer"], is_locked=True)
    crud.changed(customer, {"invoice_settings": {"default_payment_method": method}})
    for one in subscriptions(row.body):
        mine = store.get("subscription", one["id"], is_locked=True)
        crud.changed(mine, {"default_payment_method": method}, "customer.subscription")


def trouble_of(session: dict) -> dict | None:
    """Why the last card was not saved."""
    setup = store.find(store.notes(session["id"]).get("setup", "")) or {}
    return setup.get("last_setup_error")


def leave(session: dict, key: str) -> None:
    """Let a subscription of the customer end: with its period, or at once, as the configuration says."""
    one = changeable(session, key)
    if features(session)["subscription_cancel"]["mode"] == "immediately":
        billing.end(one, "cancellation_requested")
        return
    crud.changed(one, billing.running_out(one, is_ending=True), "customer.subscription")


def stay(session: dict, key: str) -> None:
    """Take the end of a subscription back."""
    one = changeable(session, key)
    crud.changed(one, billing.running_out(one, is_ending=False), "customer.subscription")


def changeable(session: dict, key: str) -> dict:
    """A subscription that the customer may end, locked. Refuses all others."""
    one = next((mine for mine in subscriptions(session) if mine["id"] == key), None)
    if not one or one["schedule"] or not features(session)["subscription_cancel"]["enabled"]:
        raise Refused("This subscription cannot be changed here.")
    return store.get("subscription", key, is_locked=True)
