"""As whom PostgreSQL runs. It refuses root, so root starts it under an ordinary uid without owning less.

A user namespace maps root to an ordinary uid: PostgreSQL sees that uid, the files stay root's, folders closed to others
still open, nothing is copied and no mode is changed. Where namespaces are refused, root drops to another user instead.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PRETEND_UID = 65534


class Identity(NamedTuple):
    """How a program is started: `kind` is self (as we are), mapped (root in a namespace) or dropped (as another user)."""

    kind: str
    uid: int = 0
    gid: int = 0


AS_SELF = Identity("self")


def mapped() -> Identity:
    """Root shown to PostgreSQL as a user that has a name here (initdb looks it up)."""
    ordinary = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    chosen = next((entry for entry in ordinary if entry.pw_uid == PRETEND_UID), ordinary[0] if ordinary else None)
    return (
        Identity("mapped", chosen.pw_uid, chosen.pw_gid or PRETEND_UID)
        if chosen
        else Identity("mapped", PRETEND_UID, PRETEND_UID)
    )


def dropped(uid: int) -> Identity:
    """Another user altogether."""
    return Identity("dropped", uid, pwd.getpwuid(uid).pw_gid)


def nobody() -> Identity:
    """The user for root without namespaces. KeyError where the system has no `nobody`."""
    return dropped(pwd.getpwnam("nobody").pw_uid)


def entry(identity: Identity, *, die_with_parent: bool = False) -> Callable[[], None]:
    """What a child runs between fork and exec to become `identity`. Only system calls: the child has one thread and no locks."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def enter() -> None:
        if identity.kind == "mapped":
            _enter_namespace(libc, identity)
        elif identity.kind == "dropped":
            os.setgroups([])
            os.setgid(identity.gid)
            os.setuid(identity.uid)
        if die_with_parent and sys.platform == "linux":
            # Last, for a change of credentials clears it. SIGINT is PostgreSQL's fast shutdown.
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
            if os.getppid() != parent:
                os._exit(1)

    return enter


def works(identity: Identity, program: str, folder: Path) -> bool:
    """Whether `program` runs as `identity` and may write in `folder`."""
    become = entry(identity)

    def enter() -> None:
        become()
        os.chdir(folder)
        if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
            os._exit(1)

    try:
        tried = subprocess.run([program, "--version"], preexec_fn=enter, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def _enter_namespace(libc: ctypes.CDLL, identity: Identity) -> None:
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are refused")
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{identity.uid} {uid} 1"),
        ("gid_map", f"{identity.gid} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(line)
