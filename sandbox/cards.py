"""The test cards of Stripe's public testing page, and what each of them does."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Card:
    """A test card: its number, the `pm_` token that stands for it, and the outcome it brings."""

    number: str
    token: str
    effect: str | Promise
    brand: str = "visa"
    code: str = ""
    decline_code: str = ""
    message: str = "Your card was declined."
    authentication: str = ""  # "" never, "setup" unless it was saved for later use, "always"
    is_available_at_once: bool = False
    is_savable: bool = False  # can be saved although each of its payments is declined
    refund: str = ""  # "" at once, "pending" then done, "fails" some time after

    @property
    def last4(self) -> str:
        """What is printed on receipts."""
        return self.number[-4:]

    @property
    def fingerprint(self) -> str:
        """What tells that two payment methods are one card, as Stripe gives it: 16 letters and digits."""
        return sha256(self.number.encode()).hexdigest()[:16]

    @property
    def is_often_wanted(self) -> bool:
        """Whether the hosted page shows it at first sight."""
        return self.token in OFTEN_WANTED

    @property
    def spaced(self) -> str:
        """The number as it stands on a card."""
        return " ".join(self.number[start : start + 4] for start in range(0, 16, 4))


def declining(
    number: str, token: str, effect: str | Promise, decline_code: str, message: str = Card.message
) -> Card:
    """A card that the bank declines for a reason."""
    return Card(number, token, effect, code="card_declined", decline_code=decline_code, message=message)


CARDS = (
    Card("4242424242424242", "pm_card_visa", _("The payment succeeds")),
    Card(
        "5555555555554444", "pm_card_mastercard", _("The payment succeeds (Mastercard)"), brand="mastercard"
    ),
    declining("4000000000000002", "pm_card_visa_chargeDeclined", _("The bank declines"), "generic_decline"),
    declining(
        "4000000000009995",
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        _("Declined: not enough money"),
        "insufficient_funds",
        "Your card has insufficient funds.",
    ),
    declining(
        "4000000000009987", "pm_card_visa_chargeDeclinedLostCard", _("Declined: reported lost"), "lost_card"
    ),
    Card(
        "4000000000000069",
        "pm_card_chargeDeclinedExpiredCard",
        _("Declined: the card has expired"),
        code="expired_card",
        message="Your card has expired.",
    ),
    Card(
        "4000000000000127",
        "pm_card_chargeDeclinedIncorrectCvc",
        _("Declined: the security code is wrong"),
        code="incorrect_cvc",
        message="Your card's security code is incorrect.",
    ),
    Card(
        "4000000000000119",
        "pm_card_chargeDeclinedProcessingError",
        _("Declined: the bank could not process it"),
        code="processing_error",
        message="An error occurred while processing your card. Try again in a little bit.",
    ),
    Card(
        "4000000000000341",
        "pm_card_chargeCustomerFail",
        _("Can be saved, but every payment is declined"),
        code="card_declined",
        decline_code="generic_decline",
        is_savable=True,
    ),
    Card(
        "4000002760003184",
        "pm_card_authenticationRequired",
        _("Asks for 3-D Secure every time"),
        authentication="always",
    ),
    Card(
        "4000002500003155",
        "pm_card_authenticationRequiredOnSetup",
        _("Asks for 3-D Secure unless it was saved"),
        authentication="setup",
    ),
    Card(
        "4000008260003178",
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        _("3-D Secure, then declined: not enough money"),
        code="card_declined",
        decline_code="insufficient_funds",
        message="Your card has insufficient funds.",
        authentication="always",
        is_savable=True,
    ),
    Card(
        "4000000000000077",
        "pm_card_bypassPending",
        _("Succeeds; the money is available at once"),
        is_available_at_once=True,
    ),
    Card(
        "4000000000007726",
        "pm_card_pendingRefund",
        _("Succeeds; a refund is pending at first"),
        refund="pending",
    ),
    Card("4000000000005126", "pm_card_refundFail", _("Succeeds; a refund fails later"), refund="fails"),
)
OFTEN_WANTED = (
    "pm_card_visa",
    "pm_card_visa_chargeDeclined",
    "pm_card_visa_chargeDeclinedInsufficientFunds",
    "pm_card_authenticationRequired",
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    "pm_card_pendingRefund",
)
ALIASES = {
    "pm_card_threeDSecure2Required": "pm_card_authenticationRequired",
    "pm_card_chargeDeclined": "pm_card_visa_chargeDeclined",
    "pm_card_chargeDeclinedInsufficientFunds": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "pm_card_chargeDeclinedLostCard": "pm_card_visa_chargeDeclinedLostCard",
}
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {card.token: card for card in CARDS}


def numbered(text: str) -> Card | None:
    """The card with a number, however it is spaced; None for a number that is no test card."""
    return BY_NUMBER.get("".join(character for character in text if character.isdigit()))


def named(token: str) -> Card | None:
    """The card that a `pm_card_…` token stands for."""
    return BY_TOKEN.get(ALIASES.get(token, token))
