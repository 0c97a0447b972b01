"""What the settings read from the environment, on this machine (``.env.example`` explains each)."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from councilgov.local.keys import Keys
from councilgov.local.ports import HOST

TESTS = {
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    # the bytes 0 to 31: certificates of tests are the same on each run
    "CERTIFICATE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "portal@council.example",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "TRUSTED_PROXIES": "0",
}


def for_the_demo(home: Path, keys: Keys, port: int, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of ``make run``: what is given stands, what is missing is filled in.

    Only ``DEMO``, and what follows from the port, is decided here whatever is given.
    """
    ours = {
        "SECRET_KEY": keys.secret_key,
        "CERTIFICATE_KEY": keys.certificate_key,
        # four slashes: django-environ takes the first one of the path away
        "EMAIL_URL": f"filemail:///{quote(str(home / 'mail'))}",
        "DEFAULT_FROM_EMAIL": "CouncilGov demo <portal@demo.example>",
    }
    missing = {name: value for name, value in ours.items() if not given.get(name)}
    return {
        **given,
        **missing,
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://{HOST}:{port}",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "PYTHONUNBUFFERED": "1",
        # Celery warns everybody who runs it as root
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
