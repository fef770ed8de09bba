"""Keys and version numbers: cut at random, read as people type them, typing errors found at once."""

import base64
import random
import re

import pytest
from django.core.management import call_command
from nacl.signing import VerifyKey

from products.kinds.software import keys, safekeeping, versions
from tests.products.programs import ask, licence_of, publish_program

# As semver.org writes them, from the lowest to the highest.
ORDERED = (
    *("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11"),
    *("1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "1.11.0", "2.0.0", "2.1.0", "2.1.1"),
)


def test_a_key_has_its_prefix_and_six_groups_of_crockfords_symbols():
    prefix, *groups = keys.cut("TIDE").split("-")

    assert prefix == "TIDE"
    assert [len(group) for group in groups] == [5] * 6
    assert set("".join(groups)) <= set(keys.SYMBOLS)


def test_no_two_keys_are_alike():
    assert len({keys.cut("") for _ in range(2000)}) == 2000


def test_a_key_is_read_however_it_is_typed():
    key = keys.cut("TIDE")
    plain = key.removeprefix("TIDE-").replace("-", "")

    loose = key.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert {keys.plain(typed) for typed in (key, f"  {key}\n", loose, key.replace("TIDE-", ""))} == {plain}


def test_every_wrong_symbol_and_every_swap_of_neighbours_is_a_typing_error():
    key = keys.cut("")
    wrong = []
    for at, symbol in enumerate(key):
        if symbol == "-":
            continue
        for other in keys.SYMBOLS:
            if other != symbol:
                wrong.append(key[:at] + other + key[at + 1 :])
        if at and key[at - 1] not in ("-", symbol):
            wrong.append(key[: at - 1] + symbol + key[at - 1] + key[at + 1 :])

    for typed in wrong:
        with pytest.raises(keys.Mistyped):
            keys.plain(typed)
    assert len(wrong) > 30 * 31


def test_an_imported_key_is_kept_as_it_is_but_for_capitals_and_spaces():
    assert keys.plain(" ab-12/x y ") == "AB-12/XY"


def test_a_sealed_key_and_its_hash_say_nothing_of_it():
    key = keys.cut("TIDE")

    sealed = safekeeping.seal(key)
    assert key not in sealed
    assert safekeeping.unseal(sealed) == key
    assert safekeeping.hash_of("A") != safekeeping.hash_of("B")


def test_another_secret_still_finds_and_shows_old_keys_until_they_are_renewed(store, bob, client, settings):
    program = publish_program(store)
    key = licence_of(bob, program).key
    old, new = settings.LICENCE_SECRETS[0], "another secret of the shop " * 2

    settings.LICENCE_SECRETS = [new, old]
    assert ask(client, "validate", program, key)[1]["code"] == "VALID"
    call_command("renew_licence_secrets")
    settings.LICENCE_SECRETS = [new]

    assert ask(client, "validate", program, key)[1]["code"] == "VALID"


def test_every_secret_has_a_public_key_and_the_first_one_signs(settings):
    settings.LICENCE_SECRETS = ["a" * 40, "b" * 40]
    name, private = safekeeping.signer()

    public = safekeeping.public_keys()
    assert next(iter(public)) == name
    assert len(public) == 2
    VerifyKey(keys_bytes(public[name])).verify(b"words", private.sign(b"words"))


def keys_bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_versions_are_ordered_as_semver_orders_them():
    shuffled = random.Random(7).sample(ORDERED, len(ORDERED))

    assert tuple(sorted(shuffled, key=versions.order_of)) == ORDERED


@pytest.mark.parametrize("text", ["1", "1.0", "1.0.0.0", "01.0.0", "v1.0.0", "1.0.0-", "1.0.0-01", "1.0 "])
def test_what_is_no_version_is_refused(text):
    assert not versions.is_version(text)
    with pytest.raises(ValueError, match=re.escape(text)):
        versions.order_of(text)


def test_the_hashes_of_all_secrets_are_looked_up_at_once(settings):
    settings.LICENCE_SECRETS = ["a" * 40, "b" * 40]

    assert len(set(safekeeping.hashes_of("KEY"))) == 2
