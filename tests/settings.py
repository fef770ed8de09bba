"""The shop's settings as the suite runs them: throw-away data, quick passwords, no threads."""

import hashlib
import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="stoa-test-"))
os.environ.setdefault("REQUIRE_TWO_FACTOR", "1")
os.environ.setdefault("SITE_URL", "http://testserver")

from cms.settings import *  # noqa: F403
from cms.settings import BASE_DIR, CACHES, DATABASES, REDIS_URL, STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MIGRATION_MODULES = {"djstripe": None}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STRIPE_SANDBOX_THREAD = False
STRIPE_SANDBOX_STRICT = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

if REDIS_URL:
    # Processes that clear their caches between tests need a Redis database each; 0 is the queue's.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw7")
    for _cache_settings in CACHES.values():
        _cache_settings["LOCATION"] = f"{REDIS_URL.rsplit('/', 1)[0]}/{1 + int(_worker[2:])}"


def _fingerprint() -> str:
    """Changes whenever a migration does, so that a kept test database is never stale."""
    files = [*sorted(BASE_DIR.glob("*/migrations/*.py")), BASE_DIR / "requirements.txt"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


_database = DATABASES["default"]
if "sqlite3" in _database["ENGINE"]:
    _folder = Path(os.environ.get("TEST_DATABASE_DIR", BASE_DIR / ".data" / "tests"))
    _folder.mkdir(parents=True, exist_ok=True)
    _database["TEST"] = {"NAME": str(_folder / f"stoa-{_fingerprint()}.sqlite3"), "MIGRATE": True}
else:
    _database["TEST"] = {"NAME": f"test_stoa_{_fingerprint()}", "MIGRATE": True}
