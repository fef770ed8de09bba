"""Plain text with gaps: `{{ name }}` is filled with a string, and nothing else can ever happen.

This is not a template language on purpose: no tags, no filters, no attributes. Whoever writes such a text
reaches the strings that were put there for it, and nothing behind them.
"""

import re
from collections.abc import Collection, Mapping

GAP = re.compile(r"\{\{ *([a-z][a-z0-9_]*) *\}\}")
_OTHER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}|\{%|%\}|\{#|#\}", re.DOTALL)


def gaps_in(text: str) -> list[str]:
    """The names that stand in braces, in their order, each once."""
    return list(dict.fromkeys(GAP.findall(text)))


def strange_in(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces, as it is written there, and cannot be filled."""
    unknown = [f"{{{{ {name} }}}}" for name in gaps_in(text) if name not in known]
    return [*unknown, *dict.fromkeys(_OTHER.findall(GAP.sub("", text)))]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its gaps filled, once: braces in a value stay braces. KeyError for an unknown name."""
    return GAP.sub(lambda gap: values[gap[1]], text)
