"""What the people of a team may do: abilities, and which of them each part in a team carries."""

from django.utils.translation import gettext_lazy as _

LISTINGS = "listings"  # write listings, the storefront and its pictures
ORDERS = "orders"  # see orders, customers and what buyers hold
SERVICE = "service"  # refund, send again, answer reviews
MONEY = "money"  # see earnings and reports
TEAM = "team"  # invite people, change their part, let them go
PAYOUTS = "payouts"  # say where the money goes
EVERY = frozenset({LISTINGS, ORDERS, SERVICE, MONEY, TEAM, PAYOUTS})

OWNER, MANAGER, SUPPORT, ACCOUNTANT = "owner", "manager", "support", "accountant"

OF_ROLE = {
    OWNER: EVERY,
    MANAGER: EVERY - {TEAM, PAYOUTS},
    SUPPORT: frozenset({ORDERS, SERVICE}),
    ACCOUNTANT: frozenset({ORDERS, MONEY}),
}

IN_WORDS = {
    OWNER: _("Everything: listings, orders, money, the team, and where the money goes."),
    MANAGER: _("Listings, orders, refunds, reviews and money; not the team, not the payout account."),
    SUPPORT: _("Sees orders, refunds, sends files again, answers reviews. No listings, no earnings."),
    ACCOUNTANT: _("Sees orders, earnings and reports. Changes nothing."),
}


def roles_with(ability: str) -> frozenset[str]:
    """The parts in a team that carry an ability."""
    return frozenset(role for role, carried in OF_ROLE.items() if ability in carried)
