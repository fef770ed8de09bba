"""Where files lie in buckets, the policy lets a download end there and a picture come from there."""

import pytest
from django.conf import settings as present
from django.core.files.storage import storages

from cms.security import PUBLIC, _origin, with_buckets

BUCKET = {
    "bucket_name": "goods",
    "endpoint_url": "https://s3.example.net",
    "access_key": "id",
    "secret_key": "secret",
    "region_name": "eu",
}


@pytest.fixture
def buckets(settings):
    """A private and a public bucket at another host."""
    s3 = "storages.backends.s3.S3Storage"
    settings.S3_BUCKET, settings.S3_PUBLIC_BUCKET = "goods", "pictures"
    settings.STORAGES = {
        **present.STORAGES,
        "private": {"BACKEND": s3, "OPTIONS": BUCKET},
        "renditions": {"BACKEND": s3, "OPTIONS": {**BUCKET, "querystring_auth": False}},
    }
    _origin.cache_clear()
    yield
    _origin.cache_clear()


def test_the_buckets_are_named_and_nothing_else_is(buckets):
    assert storages["private"].url("any").startswith("https://s3.example.net/")

    policy = with_buckets(PUBLIC)

    assert policy["form-action"] == [*PUBLIC["form-action"], "https://s3.example.net"]
    assert policy["img-src"] == [*PUBLIC["img-src"], "https://s3.example.net"]
    assert policy["default-src"] == PUBLIC["default-src"]


def test_without_buckets_the_policy_names_none(settings):
    settings.S3_BUCKET = settings.S3_PUBLIC_BUCKET = ""

    assert with_buckets(PUBLIC) == PUBLIC
