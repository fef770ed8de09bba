"""A program that was bought, as a process of its own; it asks by docs/licence_client.py.

After `python -m tests.journeys.program`: `ask SHOP WHAT FACTS` prints the shop's answer, `keys SHOP` the
public keys that ship with the program, `offline KEYS PRODUCT FINGERPRINT < FILE` what the licence file says.
"""

import json
import socket
import sys
import urllib.request

from docs import licence_client


def keys(shop):
    """{kid: x} of the keys by which licence files are checked."""
    with urllib.request.urlopen(f"{shop}/.well-known/licence-keys.json", timeout=10) as answer:  # noqa: S310
        return {key["kid"]: key["x"] for key in json.load(answer)["keys"]}


def offline(public, product, fingerprint):
    """What the file on stdin says; nothing can be asked meanwhile."""
    socket.socket = None
    return licence_client.read_file(sys.stdin.read(), json.loads(public), int(product), fingerprint)


def main(what, *said):
    if what == "ask":
        shop, question, facts = said
        return licence_client.ask(shop, question, **json.loads(facts))
    return {"keys": keys, "offline": offline}[what](*said)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
