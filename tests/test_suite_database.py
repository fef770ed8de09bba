"""A test that commits leaves nothing behind, and takes nothing away."""

import pytest
from wagtail.models import Site

from products.models import Category


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committing_test_finds_the_shop_as_migrated(turn):
    assert Site.objects.get().root_page.slug == "home"
    assert not Category.objects.exists()

    Category.objects.create(name="Left behind", slug="left-behind")
