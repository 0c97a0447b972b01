"""The portal in which a UK council governs how its councillors use council ICT and social media."""

from councilgov.celery import app as celery_app

__all__ = ["celery_app"]
