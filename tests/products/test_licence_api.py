"""What a buyer's program is told: a closed list of codes, one query, and nothing to a guesser."""

import base64
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from products import delivery
from products.kinds.software import keys
from products.kinds.software.licence import Licence
from products.models import Entitlement, Offer
from tests.products.programs import FACTS, ask, edit, licence_of, post, publish_program, release

DEVICE = {"fingerprint": "board-7-disk-9", "name": "Bob’s laptop"}


@pytest.fixture
def program(store):
    return publish_program(store)


@pytest.fixture
def held(bob, program):
    return licence_of(bob, program)


def code(client, program, key, **said):
    return ask(client, "validate", program, key, **said)[1]["code"]


def test_a_good_key_is_valid_and_says_when_to_ask_again(client, program, held):
    status, said = ask(client, "validate", program, held.key)

    assert (status, said["valid"], said["code"]) == (200, True, "VALID")
    assert said["licence"] | {"issued_at": ""} == {
        "id": held.pk,
        "product": program.pk,
        "edition": "Personal",
        "seats": 3,
        "seats_taken": 0,
        "floating": False,
        "issued_at": "",
        "subscription": False,
        "expires_at": None,
        "updates_until": None,
        "entitlements": {},
    }
    assert "bob" not in json.dumps(said)
    assert said["next_check_at"] > (timezone.now() + timedelta(days=6)).isoformat()


def test_validating_is_one_query_and_a_use_is_counted_only_where_asked(
    client, program, held, django_assert_num_queries
):
    with django_assert_num_queries(1):
        ask(client, "validate", program, held.key)
    with django_assert_num_queries(1):
        ask(client, "validate", program, held.key, fingerprint="x", version="1.0.0")
    with django_assert_num_queries(2):
        ask(client, "validate", program, held.key, count_use=True)

    held.refresh_from_db()
    assert held.uses == 1


def test_a_typing_error_is_told_without_a_look_up(client, program, held, django_assert_num_queries):
    wrong = held.key[:-1] + ("0" if held.key[-1] != "0" else "2")

    with django_assert_num_queries(0):
        assert code(client, program, wrong) == "MALFORMED"


def test_an_unknown_key_and_a_key_of_another_product_are_told_alike(client, store, program, held):
    other = publish_program(store, slug="other")

    unknown = ask(client, "validate", program, keys.cut("TIDE"))
    of_another = ask(client, "validate", other, held.key)

    assert unknown[0] == of_another[0] == 200
    assert (unknown[1]["code"], unknown[1]["licence"], unknown[1]["valid"]) == ("NOT_FOUND", None, False)
    assert {**unknown[1], "next_check_at": ""} == {**of_another[1], "next_check_at": ""}


@pytest.mark.parametrize(
    ("reason", "expected"), [(Entitlement.EndReason.REFUNDED, "REFUNDED"), ("", "WITHDRAWN")]
)
def test_what_ended_is_never_valid(client, program, held, reason, expected):
    delivery.withdraw(held, reason=reason)

    status, said = ask(client, "validate", program, held.key)

    assert (status, said["valid"], said["code"]) == (200, False, expected)
    for what in ("activate", "latest", "signed_file"):
        status, said = ask(client, what, program, held.key, platform="any", **DEVICE)
        assert (status, said["code"]) == (409, expected)


def test_suspended_and_expired_keys_say_so(client, program, held):
    held.suspend("A chargeback.")
    assert code(client, program, held.key) == "SUSPENDED"
    held.resume()
    Licence.objects.filter(pk=held.pk).update(ends_at=timezone.now())
    assert code(client, program, held.key) == "EXPIRED"


def test_a_device_takes_a_seat_once_and_gives_it_back(client, program, held):
    assert code(client, program, held.key, fingerprint=DEVICE["fingerprint"]) == "FINGERPRINT_MISMATCH"

    first = ask(client, "activate", program, held.key, **DEVICE)
    again = ask(client, "activate", program, held.key, **DEVICE)

    assert (first[0], first[1]["code"], first[1]["licence"]["seats_taken"]) == (200, "VALID", 1)
    assert first[1]["activation"] == again[1]["activation"]
    assert code(client, program, held.key, fingerprint=DEVICE["fingerprint"]) == "VALID"
    assert ask(client, "deactivate", program, held.key, **DEVICE)[0] == 200
    assert ask(client, "deactivate", program, held.key, **DEVICE)[1]["code"] == "FINGERPRINT_MISMATCH"
    held.refresh_from_db()
    assert held.seats_taken == 0


def test_one_device_too_many_is_refused(client, program, held):
    for number in range(3):
        ask(client, "activate", program, held.key, fingerprint=str(number), name="A device")

    status, said = ask(client, "activate", program, held.key, **DEVICE)

    assert (status, said["code"], said["status"]) == (409, "TOO_MANY_ACTIVATIONS", 409)
    held.refresh_from_db()
    assert held.seats_taken == 3


def test_a_heartbeat_notes_the_version_in_use(client, program, held):
    ask(client, "activate", program, held.key, version="1.0.0", **DEVICE)

    said = ask(client, "heartbeat", program, held.key, version="1.1.0", fingerprint=DEVICE["fingerprint"])

    assert said[1]["code"] == "VALID"
    assert held.devices().get().version == "1.1.0"


def test_the_newest_release_for_channel_and_platform_is_fetched_by_a_short_lived_link(
    client, store, bob, settings
):
    first = release("1.9.0", "windows", "macos", notes="- Faster")
    program = publish_program(
        store, first, release("1.10.0", "windows"), release("2.0.0-beta.1", channel="beta")
    )
    held = licence_of(bob, program)

    def newest(**said):
        return ask(client, "latest", program, held.key, **said)[1]["release"]

    assert newest(platform="windows")["version"] == "1.10.0"
    assert newest(platform="macos")["version"] == "1.9.0"
    assert newest(platform="macos")["notes"] == ["Faster"]
    assert newest(platform="linux") is None
    assert newest(platform="linux", channel="beta")["version"] == "2.0.0-beta.1"
    link = newest(platform="windows")["files"][0]["url"]
    assert b"".join(client.get(link).streaming_content) == b"PK\x03\x04 a program"
    settings.DOWNLOAD_LINK_SECONDS = -1
    assert client.get(link).status_code == 410


def test_a_link_ends_with_the_licence_with_the_key_and_with_the_release(client, program, held, carol):
    def link():
        return ask(client, "latest", program, held.key, platform="any")[1]["release"]["files"][0]["url"]

    old = link()
    held.issue_anew()
    fresh = link()
    assert [client.get(address).status_code for address in (old, fresh, fresh + "x/")] == [404, 200, 404]
    program.releases.get().withdraw()
    assert client.get(fresh).status_code == 404
    assert ask(client, "latest", program, held.key, platform="any")[1]["release"] is None


def test_after_the_updates_newer_releases_are_hidden_and_their_version_is_told(client, store, bob):
    program = publish_program(store, offers=[Offer(name="A year", price=4900, terms={"months": 12})])
    held = licence_of(bob, program)
    past = timezone.now() - timedelta(days=2)
    program.releases.update(approved_at=past)
    Licence.objects.filter(pk=held.pk).update(updates_until=past + timedelta(days=1))
    edit(program, lambda draft: draft.releases.add(release("2.0.0")))

    said = ask(client, "latest", program, held.key, platform="any")[1]

    assert (said["code"], said["release"]["version"]) == ("UPDATES_ENDED", "1.0.0")
    assert code(client, program, held.key, version="1.0.0") == "VALID"
    assert code(client, program, held.key, version="2.0.0") == "UPDATES_ENDED"


def test_a_licence_file_is_verified_by_another_library_and_a_changed_one_is_not(client, program, held):
    ask(client, "activate", program, held.key, **DEVICE)
    status, said = ask(client, "signed_file", program, held.key, fingerprint=DEVICE["fingerprint"])
    listed = client.get("/.well-known/licence-keys.json").json()["keys"]

    head, body, signature = said["licence_file"].split(".")
    public = {one["kid"]: one["x"] for one in listed}[read(head)["kid"]]
    VerifyKey(raw(public)).verify(f"{head}.{body}".encode(), raw(signature))
    forged = base64.urlsafe_b64encode(json.dumps({**read(body), "seats": 999}).encode()).decode()
    with pytest.raises(BadSignatureError):
        VerifyKey(raw(public)).verify(f"{head}.{forged}".encode(), raw(signature))
    facts = read(body)
    assert (status, facts["product"], facts["seats"]) == (200, program.pk, 3)
    assert (facts["fingerprint"], facts["exp"] - facts["iat"]) == (DEVICE["fingerprint"], 30 * 86400)


def test_a_file_for_a_device_that_holds_no_seat_is_refused(client, program, held):
    status, said = ask(client, "signed_file", program, held.key, fingerprint="another")

    assert (status, said["code"]) == (409, "FINGERPRINT_MISMATCH")


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read(part):
    return json.loads(raw(part))


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '"x"',
        "null",
        "[" * 4000,
        '{"product": 1}',
        '{"product": "1", "key": "x"}',
        '{"product": true, "key": "x"}',
        '{"product": -1, "key": "x"}',
        '{"product": 9223372036854775808, "key": "x"}',
        '{"product": NaN, "key": "x"}',
        '{"product": 1.0, "key": "x"}',
        '{"product": 1, "key": 5}',
        '{"product": 1, "key": "a", "key": "b"}',
        '{"product": 1, "key": "a\\u0000"}',
        '{"product": 1, "key": "x", "count_use": "yes"}',
        '{"product": 1, "key": "x", "version": []}',
        json.dumps({"product": 1, "key": "x" * 121}),
        b"\xff\xfe",
    ],
)
def test_what_is_no_question_is_refused_as_a_problem(client, db, body):
    for what in FACTS:
        status, said = post(client, what, body)
        assert (status, said["status"], said["type"]) == (400, 400, "about:blank")


def test_other_methods_types_and_sizes_are_refused(client, db):
    address = reverse("licence_validate")

    assert client.get(address).status_code == 405
    assert client.post(address, {"product": 1, "key": "x"}).status_code == 415
    assert post(client, "validate", json.dumps({"x": "y" * 9000}))[0] == 413


def test_no_cookie_is_read_or_set_and_nothing_is_kept(client, bob, program, held):
    client.force_login(bob)

    answer = client.post(
        reverse("licence_validate"),
        json.dumps({"product": program.pk, "key": held.key}),
        content_type="application/json",
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 200
    assert not answer.cookies
    assert (answer["Cache-Control"], answer["Content-Security-Policy"]) == ("no-store", "default-src 'none'")


def test_guessing_is_stopped_by_address_and_hammering_by_key(client, program, held):
    told = [ask(client, "validate", program, keys.cut(""))[0] for _ in range(35)]
    assert (told[:30], told[30:]) == ([200] * 30, [429] * 5)

    told = [ask(client, "validate", program, held.key)[0] for _ in range(65)]
    assert (told[:60], told[60:]) == ([200] * 60, [429] * 5)


def test_the_log_holds_no_key(client, program, held, caplog):
    with caplog.at_level("DEBUG"):
        for _ in range(70):
            ask(client, "validate", program, held.key)
        ask(client, "validate", program, keys.cut("SECRET"))

    assert held.key not in caplog.text
    assert "SECRET" not in caplog.text
    assert "licence.too_often" in caplog.text
