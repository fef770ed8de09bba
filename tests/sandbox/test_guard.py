"""The sandbox does not start where somebody could take it for the real Stripe."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sandbox import guard


def test_it_starts_with_a_test_key_on_a_developers_machine(settings):
    settings.DEBUG = True

    guard.refuse_where_real_money_is_meant()


@pytest.mark.parametrize("key", ["sk_live_" + "a" * 30, "rk_live_" + "a" * 30, "sk_test_short", ""])
def test_it_refuses_any_other_key(settings, key):
    settings.DEBUG = True
    settings.STRIPE_SECRET_KEY = key

    with pytest.raises(ImproperlyConfigured, match="STRIPE_SECRET_KEY"):
        guard.refuse_where_real_money_is_meant()


def test_it_refuses_a_production_site_and_names_the_setting(settings):
    settings.DEBUG = False
    settings.STRIPE_SANDBOX_ALLOWED = False

    with pytest.raises(ImproperlyConfigured, match="STRIPE_SANDBOX_ALLOWED"):
        guard.refuse_where_real_money_is_meant()


def test_a_public_demonstration_can_allow_it(settings):
    settings.DEBUG = False
    settings.STRIPE_SANDBOX_ALLOWED = True

    guard.refuse_where_real_money_is_meant()
