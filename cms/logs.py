"""How the shop logs: plain lines for a developer, one JSON object a line in production."""

from typing import Any


def logging_settings(is_plain: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the console, each line with its request's id."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "cms.requestid.RequestIdFilter"}},
        "formatters": {
            "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": "plain" if is_plain else "json",
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django.server": {"level": "WARNING", "propagate": True, "handlers": []}},
    }
