"""The door through which gunicorn comes in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilgov.settings")
application = get_wsgi_application()
