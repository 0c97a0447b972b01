"""Celery is only the wake-up call: what is due stands in rows (see ``councilgov.notices``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilgov.settings")

app = Celery("councilgov")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
