"""Up is not ready: each dependency is asked and named."""

from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder

from cms import health


def test_up_answers_without_touching_anything(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_ready_when_everything_is_fine(client, db):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "storage": "ok", "migrations": "ok"}


def test_a_pending_migration_is_not_ready(client, db):
    MigrationRecorder.Migration.objects.filter(app="home").order_by("-pk").first().delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "failed")


def test_a_cache_that_forgets_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(cache, "set", lambda *args, **kwargs: None)

    assert (client.get("/readyz").status_code, health._ask(health.cache_keeps)) == (503, "failed")


def test_a_storage_that_fails_is_named_and_tells_no_secret(client, db, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": blocked / "below"},
        },
    }

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["storage"] == "failed"
    assert str(tmp_path) not in answer.content.decode()
