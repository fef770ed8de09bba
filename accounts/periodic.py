"""What accounts do every minute: exports and erasures that are due, or that a worker dropped."""

from accounts import erasure, exports
from cms import sweep


def every_minute() -> str:
    """One pass; safe to run twice at once, since every step claims its row."""
    work = {**exports.left_over(), **erasure.left_over()}
    counts = {verb.__name__: sweep.each(verb, pks) for verb, pks in work.items()}
    return ", ".join(f"{name}: {count}" for name, count in counts.items() if count) or "nothing to do"
