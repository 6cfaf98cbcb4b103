"""A new data folder: made under another name and moved into place when whole, so a cut never leaves half of one."""

import os
import shutil
import subprocess
from pathlib import Path

from etalase.base.cluster.binaries import ClusterFailed
from etalase.base.cluster.identity import entry
from etalase.base.cluster.place import Place

DATABASE = "etalase"
USER = "etalase"


def make_data(place: Place, *, durable: bool) -> None:
    """Run initdb and create the database `etalase`. ClusterFailed with PostgreSQL's own words when it cannot."""
    half = place.data.with_name("data.new")
    for locale in ("C.UTF-8", "C"):
        shutil.rmtree(half, ignore_errors=True)
        made = run(place, "initdb", *_initdb(place, half, locale, durable=durable))
        if made.returncode == 0:
            break
    else:
        raise ClusterFailed(f"initdb failed: {made.stderr.strip()}")
    single = run(place, "postgres", "--single", "-D", str(half), "template1", said=f"CREATE DATABASE {DATABASE};\n")
    if single.returncode != 0 or "ERROR" in single.stderr:
        raise ClusterFailed(f"The database could not be created: {single.stderr.strip()}")
    half.rename(place.data)


def run(place: Place, program: str, *arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """One of PostgreSQL's programs, run to its end as the cluster's identity."""
    return subprocess.run(
        [place.binaries.path(program), *arguments],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        cwd="/",
        preexec_fn=entry(place.identity),
    )


def environment() -> dict[str, str]:
    """Ours, without what would steer PostgreSQL: its own variables and the locale of whoever starts it."""
    kept = {name: word for name, word in os.environ.items() if not name.startswith(("PG", "LC_")) and name != "LANG"}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _initdb(place: Place, data: Path, locale: str, *, durable: bool) -> list[str]:
    # Sorting is the application's: one and the same order of bytes on every machine and under every libc.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if place.binaries.major >= 17 else []
    synced = [] if durable else ["--no-sync"]
    return [
        *("-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", f"--locale={locale}"),
        *("--data-checksums", "--no-instructions"),
        *builtin,
        *synced,
    ]
