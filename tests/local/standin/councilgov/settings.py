"""As few settings as the commands of ``councilgov.local`` need."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["councilgov.portal", "django.contrib.staticfiles"]
STATIC_URL = "static/"
STATIC_ROOT = "var/static"
STATICFILES_DIRS = ["static"]
USE_TZ = True
