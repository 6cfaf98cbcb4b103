"""Uses the cluster of the home given, says "owned" or "joined", and stops it when its standard input closes."""

import sys
from pathlib import Path

from etalase.base.cluster import open_cluster

with open_cluster(Path(sys.argv[1]), durable=False) as cluster:
    print("owned" if cluster.owned else "joined", flush=True)
    sys.stdin.read()
