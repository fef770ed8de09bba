"""Orders and reviews."""


def sell() -> None:
    """Let buyers buy and say what they think."""
