"""What the tests about people share: a fresh browser, a second factor, and the code out of a mail."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def admin(db):
    """Runs the shop, by role and not as a superuser."""
    user = get_user_model().objects.create_user("ada@example.com", PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.add(Group.objects.get(name="admin"))
    return user


@pytest.fixture
def browser():
    """Makes browsers that know nothing of one another."""
    return Client


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Post like a browser, and let the mails leave."""

    def post(client, address, data, **extra):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data, **extra)

    return post


def sign_in(client, user, password=PASSWORD):
    """The first step of the front door."""
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def with_app(user):
    """Give a person an authenticator app and recovery codes."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def app_code():
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))


def recovery_code(user):
    """One that has not been used."""
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]


def code_in(message):
    """The code that a mail carries."""
    return re.search(r"^ {4}(\S+)$", message.body, re.MULTILINE).group(1)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def proved(client, bob):
    """Bob's browser, in which he typed his password once more just now."""
    bob.first_name, bob.last_name = "Bobrik", "Quillfeather"
    bob.save()
    sign_in(client, bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
