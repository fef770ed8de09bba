"""What accounts do every minute: finish exports that a worker dropped, delete those whose days are over."""

from accounts import exports
from cms import sweep


def every_minute() -> str:
    """One pass; safe to run twice at once, since every step claims its row."""
    counts = {verb.__name__: sweep.each(verb, pks) for verb, pks in exports.left_over().items()}
    return ", ".join(f"{name}: {count}" for name, count in counts.items() if count) or "nothing to do"
