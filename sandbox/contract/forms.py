"""Reads Stripe's form encoding, `a[b][0]=c`, into nested dicts of texts."""

import re
from urllib.parse import parse_qsl

KEY = re.compile(r"[^\[\]]+|\[\]")


def tree(encoded: str) -> dict:
    """`a[b][0]=c&d[]=e` becomes `{"a": {"b": {"0": "c"}}, "d": {"0": "e"}}`."""
    root: dict = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        *parents, last = KEY.findall(key)
        branch = root
        for parent in parents:
            branch = grown(branch, parent)
        branch[str(len(branch)) if last == "[]" else last] = value
    return root


def grown(branch: dict, key: str) -> dict:
    """The dict under `key`, made if it is not there; `[]` means the next number."""
    key = str(len(branch)) if key == "[]" else key
    child = branch.setdefault(key, {})
    if not isinstance(child, dict):
        child = branch[key] = {}
    return child
