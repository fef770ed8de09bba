"""The address that stands where a person's was: nobody has it, no mail goes there, and it tells nothing."""

import secrets

DOMAIN = "erased.invalid"  # RFC 2606: no such domain can ever be


def pseudonym() -> str:
    """An address for one erased person, which nobody can guess and so nobody can buy or sign in with."""
    return f"{secrets.token_hex(12)}@{DOMAIN}"


def is_erased(address: str) -> bool:
    """Whether it stands where somebody's address was."""
    return address.endswith(f"@{DOMAIN}")
