"""The refusals of the API, worded and numbered as Stripe sends them."""

from collections.abc import Collection


class Refused(Exception):
    """A request that is answered with an error; what it had changed is undone."""

    def __init__(
        self, message: str, *, status: int = 400, kind: str = "invalid_request_error", **more: object
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "message": message, **more}

    def body(self) -> dict:
        """The JSON that is sent."""
        return {"error": self.error}


class Declined(Refused):
    """A payment that the bank refused; the failed charge and the updated payment stay."""

    def __init__(self, message: str, code: str, decline_code: str | None, **more: object) -> None:
        reason = {"decline_code": decline_code} if decline_code else {}
        super().__init__(message, status=402, kind="card_error", code=code, **reason, **more)


def undone(decline: Declined) -> Refused:
    """The same answer to a payment that the bank refused, with everything undone that led to it."""
    reason = {name: decline.error[name] for name in ("code", "decline_code") if name in decline.error}
    return Refused(str(decline), status=402, kind="card_error", **reason)


def refuse_unbuilt(params: dict, *names: str) -> None:
    """Refuse real parameters that the sandbox would only ignore: that would be a lie about money."""
    for name in names:
        if params.get(name):
            raise Refused(f"The sandbox does not have this parameter yet: {name}.", param=name)


def missing(kind: str, key: str, param: str = "id") -> Refused:
    """The refusal for an id that does not exist, or belongs to another account."""
    name = kind.replace("checkout.session", "checkout session").replace("_", "")
    return Refused(f"No such {name}: '{key}'", status=404, code="resource_missing", param=param)


def refuse_beyond(params: dict, built: Collection[str]) -> None:
    """Refuse every real parameter that is not among those that the sandbox has built."""
    refuse_unbuilt(params, *sorted(set(params) - set(built)))
