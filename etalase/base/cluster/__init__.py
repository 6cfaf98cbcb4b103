"""The PostgreSQL that comes along: found, made, started, joined and stopped, for whoever sets no DATABASE_URL.

`open_cluster(home)` is the whole of it. One *keeper* process holds the server; everyone who uses it holds a shared lock on
`users.lock`. The kernel drops that lock when a process ends, however it ends, so the keeper stops the server when the last
user is gone, even by `kill -9`, and a command that joined is never left without a database because another one finished first.

binaries.py   which PostgreSQL to run           identity.py   as whom (root is never PostgreSQL's user)
place.py      where its files and socket lie    making.py     a new data folder, made whole or not at all
keeper.py     the process that holds the server launcher.py   open, join, stop
"""

from etalase.base.cluster.binaries import ClusterFailed
from etalase.base.cluster.launcher import Cluster, open_cluster

__all__ = ["Cluster", "ClusterFailed", "open_cluster"]
