"""The suite. It starts programs by the hundred, and each reads modules by the thousand: they are compiled once.

Where compiled modules are not wanted beside their sources, they lie in pytest's own folder.
"""

import os
import sys
from pathlib import Path

if sys.dont_write_bytecode:
    kept = Path(__file__).parents[1] / ".pytest_cache" / "compiled"
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(kept)
    os.environ["PYTHONPYCACHEPREFIX"] = str(kept)
    # Empty is the same as not set.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
