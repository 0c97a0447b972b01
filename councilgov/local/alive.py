"""The health check of the image: asks the portal in its own container whether it is alive.

Run by its path, so that it loads nothing of the portal. Exit code 0: alive.
"""

import http.client
import os
import sys


def answers(port: int, host: str) -> bool:
    """Whether ``/healthz`` answers, asked under a name to which the portal answers at all."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        line.request("GET", "/healthz", headers={"Host": host})
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    allowed = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    sys.exit(not answers(int(os.environ.get("PORT", "8000")), allowed))
