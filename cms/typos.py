"""Guess the e-mail address that somebody meant: known providers that are one slip away."""

DOMAINS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "mail.com",
    "ymail.com",
    "yahoo.com",
    "icloud.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "libero.it",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "aol.com",
)
SHORTEST = 6  # in a shorter name one slip is too often another real provider
LONGEST = 30


def meant(address: str) -> str:
    """The likely address ("bob@gmial.com" is bob@gmail.com); empty when nothing looks wrong."""
    local, _at, domain = address.rpartition("@")
    domain = domain.lower()
    if not local or domain in DOMAINS or not SHORTEST <= len(domain) <= LONGEST:
        return ""
    near = next((known for known in DOMAINS if len(known) >= SHORTEST and slips(domain, known) == 1), "")
    return f"{local}@{near}" if near else ""


def slips(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with the neighbour (optimal string alignment distance)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
