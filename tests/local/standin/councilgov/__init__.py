"""A stand-in for the portal: as little as the commands of ``councilgov.local`` need to run."""

from councilgov.celery import app as celery_app

__all__ = ["celery_app"]
