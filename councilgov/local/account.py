"""Who runs PostgreSQL.

PostgreSQL refuses to run as root. An ordinary user runs it as himself. Root hands it to the owner of the data,
or else to ``nobody``: no user is added, and no permission or owner outside ``var/`` changes. Where that user may
not enter the project (``/root/councilgov``, or umask 077), the server gets one Linux capability instead,
CAP_DAC_OVERRIDE, which lets it pass.
"""

import ctypes
import os
import pwd
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from councilgov.local.trouble import Trouble

# <linux/prctl.h> and <linux/capability.h>
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1
CAP_SETGID = 6
CAP_SETUID = 7

CANNOT_HAND_OVER = (
    "PostgreSQL does not run as root, and root may not hand it to another user here ({missing} is missing): "
    "run make as an ordinary user."
)
CANNOT_ENTER = (
    "PostgreSQL does not run as root, and the user 'nobody' may not enter {folder}: "
    "run make as an ordinary user, or move the project to a folder that everybody may enter, such as /srv."
)


@dataclass(frozen=True)
class Account:
    """A user other than ourselves, and whether it needs a capability to reach the project."""

    uid: int
    gid: int
    overrides: bool = False

    def become(self) -> None:
        """Turn the calling process into this user for good: called in a child, just before it starts a server."""
        if self.overrides:
            prctl(PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setgid(self.gid)
        os.setuid(self.uid)
        if self.overrides:
            keep_capability(CAP_DAC_OVERRIDE)

    def may_pass(self, path: Path) -> bool:
        """Whether the permissions alone let this user enter a folder, or read (and start) a file."""
        status = path.stat()
        needed = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
        if status.st_mode & stat.S_IXUSR:
            needed |= stat.S_IXOTH
        if status.st_uid == self.uid:
            needed <<= 6
        elif status.st_gid == self.gid:
            needed <<= 3
        return status.st_mode & needed == needed

    def may_reach(self, paths: Iterable[Path]) -> bool:
        """Whether it may pass each of these and every folder above them."""
        return all(self.may_pass(step) for path in paths for step in (path, *path.parents))


def account_for(folder: Path, reads: Iterable[Path]) -> Account | None:
    """The user that runs the server whose data lie in ``folder`` and whose programs are ``reads``.

    None means ourselves. Raises Trouble if root can neither hand over nor let the other user in.
    """
    if os.geteuid() != 0:
        return None
    account = owner_of(folder)
    require(CAP_SETUID, "CAP_SETUID")
    require(CAP_SETGID, "CAP_SETGID")
    if account.may_reach([folder.parent, *reads]):
        return account
    if not has_capability(CAP_DAC_OVERRIDE):
        raise Trouble(CANNOT_ENTER.format(folder=folder.parent))
    return Account(account.uid, account.gid, overrides=True)


def owner_of(folder: Path) -> Account:
    """Whoever owns the data already, unless it is root; else ``nobody``."""
    if folder.exists() and folder.stat().st_uid != 0:
        status = folder.stat()
        return Account(status.st_uid, status.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def require(capability: int, name: str) -> None:
    """Raise Trouble unless root holds the capability: containers often take some away."""
    if not has_capability(capability):
        raise Trouble(CANNOT_HAND_OVER.format(missing=name))


def has_capability(capability: int) -> bool:
    """Whether this process holds the capability; elsewhere than on Linux root may do everything but this."""
    if sys.platform != "linux":
        return capability != CAP_DAC_OVERRIDE
    lines = Path("/proc/self/status").read_text().splitlines()
    held = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    return bool(int(held, 16) >> capability & 1)


def keep_capability(capability: int) -> None:
    """Hold this capability and no other, also in the programs that this process becomes (capabilities(7))."""
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
