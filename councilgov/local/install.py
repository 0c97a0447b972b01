"""Installs what ``make run`` and ``make test`` need, if it is not there yet, and starts them.

Run by ``bootstrap.py`` with whatever Python the machine has, so it uses the standard library only
and imports nothing of ours. Everything goes into the project's folder: ``.venv``, ``node_modules``
and ``static/build``. Each part has a stamp that names what it was made from and is written last:
what has no stamp, or an old one, is made again, so a killed install repairs itself.
"""

import ctypes
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypedDict

PROJECT = Path(__file__).resolve().parent.parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
VENV_STAMP = VENV / "councilgov.json"
MODULES_STAMP = PROJECT / "node_modules" / ".councilgov"
ASSETS_STAMP = PROJECT / "static" / "build" / ".councilgov"

# What each command installs, what it starts, and how much of the disk a first time takes, in MB.
LOCKS = {"run": "run.txt", "test": "test.txt", "bench": "test.txt"}
NEXT = {"run": "councilgov.local.run", "test": "councilgov.local.check", "bench": "pytest"}
MEGABYTES = {"run": 900, "test": 1500, "bench": 1500}
OLDEST_NODE = 20
# Bytes.
FULL = 20_000_000

NO_VENV = (
    "This Python cannot make virtual environments ({module} is missing): on Debian or Ubuntu type "
    "sudo apt-get install python{version}-venv, then make {command} again."
)
NO_SPACE = (
    "There is not enough space on the disk: free {megabytes} MB for {project} (and its temporary "
    "files), then type make {command} again."
)
PORT_TAKEN = (
    "Port {port} is in use by another program: stop that one, or choose another port: "
    "PORT={other} make run"
)
NO_NETWORK = (
    "{step} failed, because the package registry cannot be reached: check the connection or the "
    "proxy (HTTPS_PROXY, PIP_INDEX_URL, npm_config_registry), then type make {command} again."
)
WRONG_FILES = (
    "{step} failed, because a downloaded package is not the one that the lock file names: check "
    "the package registry (PIP_INDEX_URL, npm_config_registry), and do not go on until it is clear."
)
OTHERWISE = "{step} failed, as shown above: put that right, then type make {command} again."

SIGNS = {
    NO_SPACE: r"No space left on device|ENOSPC|Disk quota exceeded",
    WRONG_FILES: r"DO NOT MATCH THE HASHES|EINTEGRITY",
    NO_NETWORK: r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|ConnectionReset"
    r"|name resolution|Name or service not known|Network is unreachable|Connection refused"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH",
}


class VenvStamp(TypedDict):
    """The Python of ``.venv``, and the digest of each lock file that was installed into it."""

    python: str
    locks: dict[str, str]


class Install:
    """The steps of one command."""

    def __init__(self, command: str) -> None:
        self.command = command

    def everything(self) -> None:
        """Bring the packages, the Node packages and the built assets up to date, in that order."""
        self.make_venv()
        self.install_packages(LOCKS[self.command])
        modules = digest([PROJECT / "package-lock.json"])
        assets = digest([PROJECT / "package-lock.json", *files_below(PROJECT / "assets")])
        if is_stamped(MODULES_STAMP, modules) and is_stamped(ASSETS_STAMP, assets):
            return
        tools = self.path_with_node()
        if not is_stamped(MODULES_STAMP, modules):
            step = "Installing the packages of the stylesheet and script"
            self.step(step, ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], tools)
            MODULES_STAMP.write_text(modules)
        ASSETS_STAMP.unlink(missing_ok=True)
        self.step("Building the stylesheet and script", ["npm", "run", "--silent", "build"], tools)
        ASSETS_STAMP.write_text(assets)

    def make_venv(self) -> None:
        """Make ``.venv``, unless it is whole and still fits its Python and its place."""
        if is_whole_venv():
            return
        for module in ("venv", "ensurepip"):
            if importlib.util.find_spec(module) is None:
                version = "{}.{}".format(*sys.version_info)
                self.fail(NO_VENV, module=module, version=version)
        port = os.environ.get("PORT", "8000")
        if self.command == "run" and answers(port):
            self.fail(PORT_TAKEN, port=port, other=str(int(port) + 1))
        if shutil.disk_usage(PROJECT).free < MEGABYTES[self.command] * 1_000_000:
            self.fail(NO_SPACE)
        forget_linked_venv()
        # not sys.executable: that may be the very .venv which is cleared here
        python = getattr(sys, "_base_executable", sys.executable)
        self.step("Making .venv", [python, "-m", "venv", "--clear", str(VENV)])
        write_venv_stamp({})

    def install_packages(self, name: str) -> None:
        """Install one lock file, with its hashes, unless that was done."""
        lock = PROJECT / "requirements" / name
        locks = read_venv_stamp()["locks"]
        if locks.get(name) == digest([lock]):
            return
        VENV_STAMP.unlink()
        count = len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE))
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--retries", "2"]
        flags = ["--disable-pip-version-check", "--no-deps", "--no-compile", "--require-hashes"]
        step = f"Installing the {count} packages of requirements/{name}"
        self.step(step, [*pip, *flags, "-r", str(lock)])
        write_venv_stamp({**locks, name: digest([lock])})

    def path_with_node(self) -> dict[str, str]:
        """The environment in which ``npm`` is found: the machine's, else the wheel's."""
        if has_node():
            return {}
        self.install_packages("node.txt")
        return {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def step(
        self, title: str, command: Sequence[str], changes: Mapping[str, str] | None = None
    ) -> None:
        """Run one command; if it fails, end with a sentence that says what to do."""
        print(f"{title} ...", flush=True)
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, **(changes or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=die_with_parent,
            check=False,
        )
        if done.returncode:
            self.explain(title, done.stdout)

    def explain(self, step: str, output: str) -> NoReturn:
        """End with the sentence for what the output shows, or with the output itself."""
        if is_full(PROJECT) or is_full(Path(tempfile.gettempdir())):
            self.fail(NO_SPACE)
        for sentence, sign in SIGNS.items():
            if re.search(sign, output):
                self.fail(sentence, step=step)
        print(output, file=sys.stderr)
        self.fail(OTHERWISE, step=step)

    def fail(self, sentence: str, **words: str) -> NoReturn:
        """End with one sentence."""
        megabytes = MEGABYTES[self.command]
        given = {"command": self.command, "project": PROJECT, "megabytes": megabytes}
        sys.exit(sentence.format(**given, **words))


def is_whole_venv() -> bool:
    """Whether an install came to its end here, with this version of Python and in this place."""
    try:
        return read_venv_stamp()["python"] == venv_identity()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False


def forget_linked_venv() -> None:
    """Take away a link in place of ``.venv``: clearing would empty the folder it leads to."""
    if VENV.is_symlink():
        VENV.unlink()


def venv_identity() -> str:
    """What an environment depends on: the version of its Python, and its place."""
    question = "import sys; print(sys.version_info[:2], sys.prefix)"
    return subprocess.check_output([PYTHON, "-c", question], text=True).strip()


def read_venv_stamp() -> VenvStamp:
    """What ``.venv`` was made from. Raises OSError or ValueError if it is not whole."""
    stamp: VenvStamp = json.loads(VENV_STAMP.read_text())
    return stamp


def write_venv_stamp(locks: Mapping[str, str]) -> None:
    """Say that ``.venv`` is whole, and what is in it."""
    VENV_STAMP.write_text(json.dumps({"python": venv_identity(), "locks": locks}))


def is_stamped(stamp: Path, made_from: str) -> bool:
    """Whether this part was made, to its end, from this."""
    return stamp.exists() and stamp.read_text() == made_from


def digest(paths: Iterable[Path]) -> str:
    """One number for the names and contents of these files."""
    total = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(PROJECT)} {content}\n".encode())
    return total.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """All files in a folder and its folders, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def has_node() -> bool:
    """Whether the machine has npm and a Node that is new enough."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(
        ["node", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    version = re.match(r"v(\d+)\.", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def is_full(folder: Path) -> bool:
    """Whether the disk is so full that a step may have failed for it without a word."""
    return shutil.disk_usage(folder).free < FULL


def answers(port: str) -> bool:
    """Whether a server listens on this port: better said now than after a long install."""
    if not re.fullmatch(r"[1-9]\d{0,3}|[1-5]\d{4}", port):
        return False  # the command itself will say that this is no port
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", int(port))) == 0


def die_with_parent() -> None:
    """In a child: end when the install is killed, so that none goes on writing behind the next."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def stop(_number: int, _frame: object) -> None:
    """End like Ctrl-C does, taking the running step along."""
    raise KeyboardInterrupt


def keep_bytecode() -> None:
    """Let each program that starts here read what the first one compiled, in a folder of ours.

    Whatever the machine's own setting says: without, each of the many starts compiles Django anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(PROJECT / "var" / "bytecode")


def main() -> None:
    """Install, one at a time in this folder, then become the command."""
    command = sys.argv[1] if len(sys.argv) > 1 else "run"
    signal.signal(signal.SIGTERM, stop)
    keep_bytecode()
    try:
        (PROJECT / "var").mkdir(mode=0o700, exist_ok=True)
        with (PROJECT / "var" / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            Install(command).everything()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        Install(command).fail(NO_SPACE)
    os.execv(PYTHON, [str(PYTHON), "-m", NEXT[command], *sys.argv[2:]])


if __name__ == "__main__":
    main()
