"""``make run``: the portal with demo data, its servers, worker and clock, together until Ctrl-C.

PostgreSQL and Valkey keep their data under ``var/``. What one of the processes says is shown with
its name in front; when one ends unasked, all end. However this process ends, the others end too,
and what survives even that is ended by the next run.
"""

import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from councilgov.local.environment import for_the_demo
from councilgov.local.folders import PROJECT, make_home
from councilgov.local.keys import kept_keys
from councilgov.local.locks import only_run
from councilgov.local.output import Output
from councilgov.local.ports import HOST, asked_port, require_free
from councilgov.local.prepared import forget, is_prepared, remember
from councilgov.local.processes import MARK, STOP, Child, end_leftovers, is_marked, start, stop_all
from councilgov.local.servers import start_servers
from councilgov.local.stopping import look, no_more_questions, stop_when_asked
from councilgov.local.trouble import Trouble

# Seconds until the first page must come.
PATIENCE = 90.0
# A page in progress gets these seconds when the portal stops.
GRACE = 5
WELCOME = """
Ready: http://{host}:{port}

Sign in with the password Demo-password-1 as
  councillor@demo.example    a councillor            monitoring@demo.example  the Monitoring Officer
  leader@demo.example        a group leader          deputy@demo.example      the deputy
  information@demo.example   information officer     dpo@demo.example         data protection
  desk@demo.example          ICT service desk        services@demo.example    members' services
  auditor@demo.example       an auditor              admin@demo.example       the administrator

{mail}Press Ctrl-C to stop.
"""


def main() -> None:
    """Run until somebody stops it, and say in one sentence what stands in the way."""
    stop_when_asked()
    os.umask(0o077)  # mail and uploads of the demo are nobody else's
    try:
        port = asked_port(os.environ.get("PORT", "8000"))
        home = make_home()
        with only_run(home):
            end_leftovers(is_marked(home), STOP)
            require_free(port)
            run(home, port)
    except KeyboardInterrupt:
        say("Stopped.")
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        sys.exit(f"The portal cannot run here: {error}.")


def run(home: Path, port: int) -> None:
    """Start everything in its order, say that it is ready, and stay until something ends."""
    keys = kept_keys(home)
    environment = for_the_demo(home, keys, port, os.environ) | {MARK: str(home)}
    with together(home) as (servers, portal, output):
        say("Starting PostgreSQL and Valkey ...")
        start_servers(home, keys, environment, servers, durable=True)
        ours = not os.environ.get("DATABASE_URL")  # what is not ours may change behind our back
        if not (ours and is_prepared(home)):
            forget(home)
            prepare(environment, portal, output)
        if ours:
            remember(home)
        del environment["DATABASE_OWNER_URL"]  # nobody after this may make tables
        say("Opening the portal ...")
        portal.append(speaking("web", web(port), environment, output))
        await_first_page(port, [*servers, *portal], output)
        for name, command in background().items():
            portal.append(speaking(name, command, environment, output))
        say(welcome(home, port, environment))
        watch([*servers, *portal], output)


@contextmanager
def together(home: Path) -> Iterator[tuple[list[Child], list[Child], Output]]:
    """The servers, the portal and what they say. However this ends, the portal stops first."""
    servers: list[Child] = []
    portal: list[Child] = []
    output = Output()
    try:
        yield servers, portal, output
    finally:
        no_more_questions()
        stop_all(portal)
        end_leftovers(is_marked(home), STOP)  # what a process that died has left without a parent
        output.relay(0)
        stop_all(servers)


def prepare(environment: Mapping[str, str], portal: list[Child], output: Output) -> None:
    """Tables, static files and demo data, by a process of its own, with the owner's login."""
    say("Preparing the database and the static files ...")
    child = speaking("prepare", ["-m", "councilgov.local.prepare"], environment, output)
    portal.append(child)
    while child.process.poll() is None:
        output.relay(0.1)
        look()
    output.relay(0)
    portal.remove(child)
    if child.process.returncode:
        raise Trouble("The portal could not be prepared, for the reason shown above.")


def web(port: int) -> list[str]:
    """The web server, with the settings that were measured best; the portal is loaded once."""
    return [
        *("-m", "gunicorn", "councilgov.wsgi", f"--bind={HOST}:{port}", "--workers=2", "--preload"),
        "--limit-request-line=8190",  # the app answers 414 itself: see AddressMiddleware
        "--timeout=120",  # a whole register as a file takes longer than the usual 30 seconds
        *(f"--graceful-timeout={GRACE}", "--no-control-socket", "--log-level=warning"),
    ]


def background() -> dict[str, list[str]]:
    """Worker and clock, begun when the first page has come: they would only slow it down."""
    celery = ["-m", "celery", "--app=councilgov", "--quiet"]
    lean = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    schedule = make_home("beat") / "schedule"
    return {
        "worker": [*celery, "worker", "--concurrency=2", *lean],
        "beat": [*celery, "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"],
    }


def speaking(
    name: str, command: list[str], environment: Mapping[str, str], output: Output
) -> Child:
    """A process of the portal, whose output is shown."""
    with output.pipe(name) as pipe:
        return start(
            name,
            [sys.executable, *command],
            folder=PROJECT,
            environment=environment,
            output=pipe,
        )


def await_first_page(port: int, children: list[Child], output: Output) -> None:
    """Wait until the portal says that database and broker answer it."""
    deadline = time.monotonic() + PATIENCE
    while not is_ready(port):
        output.relay(0.1)
        require_all(children, output)
        if time.monotonic() > deadline:
            raise Trouble(f"The portal was not ready within {PATIENCE:.0f} seconds.")


def is_ready(port: int) -> bool:
    """Whether ``/readyz`` says so; asked directly, whatever proxy the environment names."""
    line = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def watch(children: list[Child], output: Output) -> None:
    """Pass on what the processes say, until one of them ends: then all must."""
    while True:
        output.relay(0.5)
        require_all(children, output)


def require_all(children: list[Child], output: Output) -> None:
    """Raise Trouble if one of the processes has ended, KeyboardInterrupt if all are to."""
    look()
    ended = next((child for child in children if child.process.poll() is not None), None)
    if ended is not None:
        output.relay(0)
        raise Trouble(
            f"The process '{ended.name}' ended unexpectedly (exit code {ended.process.returncode}),"
            " so everything stops: look at its last words above or in var, then type make run."
        )


def welcome(home: Path, port: int, environment: Mapping[str, str]) -> str:
    """The address, who may sign in, and where mail goes."""
    in_files = environment["EMAIL_URL"].startswith("filemail:")
    mail = f"Mail is not sent: it lands in {home / 'mail'}.\n" if in_files else ""
    return WELCOME.format(host=HOST, port=port, mail=mail)


def say(text: str) -> None:
    """Show a line at once, also where the output is a file."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
