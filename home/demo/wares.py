"""Small real files of every type the demo sells."""

from home.demo.goods import Good


def make(name: str, good: Good) -> bytes:
    """The bytes of a file with this name."""
    return f"{good.title}\n\n{good.summary}\n".encode()
