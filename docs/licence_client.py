"""A buyer's program asks for its licence: online, and by the licence file when there is no network."""

import base64
import json
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SKEW = 300  # seconds by which this computer's clock may be wrong


def ask(shop: str, what: str, **said: object) -> dict:
    """POST a question to /api/v1/licences/<what>/; the answer, also when it is a refusal."""
    body = json.dumps(said).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{shop}/api/v1/licences/{what}/", body, head)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        return {"valid": False, **json.load(refusal)}


def read_file(
    text: str, public_keys: dict[str, str], product: int, fingerprint: str, seen: float = 0
) -> dict:
    """What a licence file says; ValueError when it is not good here and now.

    `public_keys` are {kid: x} of /.well-known/licence-keys.json and ship with the program; `seen` is the
    latest time it has noted, so that setting the clock back does not help.
    """
    head, body, signature = text.strip().split(".")
    key = public_keys.get(json.loads(_raw(head))["kid"])
    if key is None:
        raise ValueError("signed by an unknown key")
    try:
        Ed25519PublicKey.from_public_bytes(_raw(key)).verify(_raw(signature), f"{head}.{body}".encode())
    except Exception as error:
        raise ValueError("the signature does not fit") from error
    said, now = json.loads(_raw(body)), time.time()
    if said["product"] != product or said["fingerprint"] not in (None, fingerprint):
        raise ValueError("for another product or device")
    if now < seen - 86400 or not said["iat"] - SKEW <= now <= said["exp"] + SKEW:
        raise ValueError("out of date: fetch a new file")
    return said


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
