"""Who runs PostgreSQL.

PostgreSQL refuses to run as root. An ordinary user runs it as himself. Root hands it to the owner
of the data, or else to ``nobody``: no user is added, and no permission or owner outside ``var/``
changes. Where that user may not enter the project (a home folder, or umask 077), the server
gets one Linux capability instead, CAP_DAC_OVERRIDE, which lets it pass.
"""

import ctypes
import os
import pwd
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from councilgov.local.trouble import Trouble

# <linux/prctl.h> and <linux/capability.h>
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1
CAP_SETPCAP = 8
CAPABILITIES_TO_HAND_OVER = {"CAP_CHOWN": 0, "CAP_SETGID": 6, "CAP_SETUID": 7}

CANNOT_HAND_OVER = (
    "PostgreSQL does not run as root, and root may not hand it to another user here "
    "({missing} is missing): run make as an ordinary user, or set DATABASE_URL."
)
CANNOT_ENTER = (
    "PostgreSQL does not run as root, and the user who runs it may not enter {folder}: run make as "
    "an ordinary user, or move the project to a folder that everybody may enter, such as /srv."
)


@dataclass(frozen=True)
class Account:
    """A user other than ourselves, and whether he needs a capability to reach the project."""

    uid: int
    gid: int
    overrides: bool = False

    def become(self) -> None:
        """Turn this process into that user for good: in a child, just before it starts a server."""
        if self.overrides:
            # Keeps capabilities over the change of user, and makes access(2) heed them: PostgreSQL
            # asks it whether it may start its own program.
            prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
        os.setgroups([])
        os.setgid(self.gid)
        os.setuid(self.uid)
        if self.overrides:
            keep_capability(CAP_DAC_OVERRIDE)

    def may_pass(self, path: Path) -> bool:
        """Whether the permissions let him enter this folder, or read (or start) this file."""
        status = path.stat()
        needed = stat.S_IROTH
        if status.st_mode & stat.S_IXUSR:
            needed = stat.S_IXOTH if path.is_dir() else stat.S_IROTH | stat.S_IXOTH
        if status.st_uid == self.uid:
            needed <<= 6
        elif status.st_gid == self.gid:
            needed <<= 3
        return status.st_mode & needed == needed

    def may_reach(self, paths: Iterable[Path]) -> bool:
        """Whether he may pass each of these and every folder above them."""
        return all(self.may_pass(step) for path in paths for step in (path, *path.parents))


def account_for(data: Path, programs: Iterable[Path]) -> Account | None:
    """The user that runs the server with these data and programs; None means ourselves.

    Raises Trouble if root can neither hand over nor let the other user in.
    """
    if os.geteuid() != 0:
        return None
    missing = [name for name, number in CAPABILITIES_TO_HAND_OVER.items() if not holds(number)]
    if missing:
        raise Trouble(CANNOT_HAND_OVER.format(missing=", ".join(missing)))
    account = owner_of(data)
    if account.may_reach([data.parent, *programs]):
        return account
    if not (holds(CAP_DAC_OVERRIDE) and holds(CAP_SETPCAP)):
        raise Trouble(CANNOT_ENTER.format(folder=data.parent))
    return replace(account, overrides=True)


def owner_of(data: Path) -> Account:
    """Whoever owns the data already, unless it is root; else ``nobody``."""
    if data.exists() and data.stat().st_uid != 0:
        status = data.stat()
        return Account(status.st_uid, status.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def holds(capability: int) -> bool:
    """Whether root holds the capability: containers often take some away.

    Elsewhere than on Linux root may do all of this but hand a capability on.
    """
    if sys.platform != "linux":
        return capability != CAP_DAC_OVERRIDE
    lines = Path("/proc/self/status").read_text().splitlines()
    effective = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    return bool(int(effective, 16) >> capability & 1)


def keep_capability(capability: int) -> None:
    """Hold this capability and no other, also as the next program (capabilities(7), ambient)."""
    mask = 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # effective, permitted, inheritable: the low words, then the high words
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def prctl(option: int, *arguments: int) -> None:
    """Call prctl(2), which Python does not offer."""
    libc = ctypes.CDLL(None, use_errno=True)
    padded = (*arguments, 0, 0, 0, 0)[:4]
    if libc.prctl(option, *map(ctypes.c_ulong, padded)) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")
