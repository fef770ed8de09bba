"""A bare checkout runs; production starts complete or not at all."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "DEBUG": "0",
    "SECRET_KEY": "k" * 60,
    "LICENCE_SECRETS": "l" * 40,
    "SITE_URL": "https://shop.example",
    "ALLOWED_HOSTS": "shop.example",
    "DATABASE_URL": "postgresql://stoa@127.0.0.1/stoa",
    "EMAIL_URL": "smtp://127.0.0.1:2525",
    "STRIPE_SECRET_KEY": "sk_test_" + "a" * 24,
    "STRIPE_WEBHOOK_SECRET": "whsec_" + "a" * 24,
}


def load(tmp_path, **environment):
    """Load the settings in a process of their own; returns (exit code, what it said)."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", "import cms.settings as s; print(s.DEBUG, s.STRIPE_SANDBOX)"]
    done = subprocess.run(
        command,
        env={**kept, "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_bare_checkout_needs_no_setting(tmp_path):
    assert load(tmp_path) == (0, "True True\n")


def test_a_complete_production_starts(tmp_path):
    assert load(tmp_path, **COMPLETE) == (0, "False False\n")


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "DEBUG"])
def test_production_refuses_to_start_and_names_what_is_missing(tmp_path, name):
    code, said = load(tmp_path, **{**COMPLETE, name: ""})

    assert code == 1
    assert f"{name} is not set" in said


def test_production_names_everything_at_once(tmp_path):
    _code, said = load(tmp_path, DEBUG="0")

    assert said.count(" is not set") == len(COMPLETE) - 2  # the sandbox stands in for the key and its secret
    assert "STRIPE_SECRET_KEY is not set" in said


def test_a_short_secret_of_licences_is_refused(tmp_path):
    code, said = load(tmp_path, **{**COMPLETE, "LICENCE_SECRETS": f"{'l' * 40},short"})

    assert code == 1
    assert "LICENCE_SECRETS holds a secret of fewer than 32 characters" in said


def test_a_setting_of_the_wrong_type_is_named(tmp_path):
    code, said = load(tmp_path, PLATFORM_FEE_BPS="ten")

    assert code == 1
    assert "PLATFORM_FEE_BPS" in said


def test_the_demos_open_mails_are_never_beside_real_money(tmp_path):
    code, said = load(tmp_path, **COMPLETE, DEMO="1")

    assert code == 1
    assert "DEMO is on" in said


def test_sqlite_waits_its_turn_also_where_an_address_names_it(tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ask = "import cms.settings as s; print(s.DATABASES['default']['OPTIONS']['transaction_mode'])"
    for url in ("", f"sqlite:///{tmp_path}/shop.sqlite3"):
        said = subprocess.run(
            [sys.executable, "-c", ask],
            env={**kept, "DATA_DIR": str(tmp_path), "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == "IMMEDIATE\n"
