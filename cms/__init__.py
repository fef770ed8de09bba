"""The ground every other app stands on: settings, urls, mail, money, security. Imports nothing of ours."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]
