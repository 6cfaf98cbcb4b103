"""`python -m etalase.cli` is the command `etalase`."""

import sys

from etalase.cli.main import main

sys.exit(main())
