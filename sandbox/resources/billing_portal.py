"""`/v1/billing_portal`: a hosted page on which a customer sees to cards and subscriptions."""

from django.conf import settings
from django.urls import reverse

from sandbox import clock, crud, events, portal, store
from sandbox.errors import Refused, refuse_beyond, refuse_unbuilt
from sandbox.routes import Call, route

CONFIGURATIONS = "/v1/billing_portal/configurations"
FIELDS = ("business_profile", "default_return_url", "metadata", "name", "active")
KIND = "billing_portal.configuration"

crud.serve_reading(KIND, CONFIGURATIONS)


@route("POST", CONFIGURATIONS)
def configure(call: Call) -> dict:
    """Say what customers may do on the page."""
    check(call.params)
    body = store.create(KIND, "bpc_", updated=clock.now())
    crud.set_fields(body, crud.picked(call.params, *FIELDS, "features"))
    events.emit(f"{KIND}.created", body)
    return body


@route("POST", CONFIGURATIONS + "/{id}")
def change(call: Call) -> dict:
    """Say otherwise."""
    check(call.params)
    body = store.get(KIND, call.id, is_locked=True)
    return crud.changed(body, {**call.params, "updated": clock.now()})


def check(params: dict) -> None:
    """Refuse features that the page does not have."""
    refuse_beyond(params, {*FIELDS, "features", "expand"})
    features = params.get("features") or {}
    for name in ("customer_update", "subscription_update"):
        refuse_unbuilt({f"features[{name}]": (features.get(name) or {}).get("enabled")}, f"features[{name}]")
    leaving = features.get("subscription_cancel") or {}
    reason = "features[subscription_cancel][cancellation_reason]"
    refuse_unbuilt({reason: (leaving.get("cancellation_reason") or {}).get("enabled")}, reason)
    if leaving.get("proration_behavior", "none") != "none":
        refuse_unbuilt({"proration_behavior": True}, "proration_behavior")


@route("POST", "/v1/billing_portal/sessions")
def create(call: Call) -> dict:
    """Open the page for a customer; it has to be visited soon."""
    refuse_unbuilt(call.params, "flow_data", "on_behalf_of", "customer_account")
    customer = store.get("customer", call.params.get("customer", ""), param="customer")
    configuration = configuration_of(call.params)
    key = store.new_id("bps_")
    session = store.create(
        "billing_portal.session",
        "bps_",
        id=key,
        customer=customer["id"],
        configuration=configuration["id"],
        return_url=call.params.get("return_url") or configuration["default_return_url"],
        url=settings.SITE_URL + reverse("sandbox:portal", args=[key]),
        notes={"expires_at": clock.now() + portal.UNVISITED_SECONDS},
        **crud.picked(call.params, "locale"),
    )
    events.emit("billing_portal.session.created", session)
    return session


def configuration_of(params: dict) -> dict:
    """The configuration that is named, else the default one."""
    if params.get("configuration"):
        found = store.get(KIND, params["configuration"], param="configuration")
        if not found["active"]:
            raise Refused("This portal configuration is not active.", param="configuration")
        return found
    row = store.objects(KIND).filter(body__is_default=True, body__active=True).first()
    if not row:
        raise Refused(
            "No configuration provided and your test mode default configuration has not been created. "
            "Provide a configuration.",
            param="configuration",
        )
    return row.body
