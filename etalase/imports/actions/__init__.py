"""The verbs of imports.

For a page: `keep_file` puts the upload away, `preview` shows what it would become, `start_run` with its key queues it.
For the command line: `Importer` lands a `Reading` itself.
"""

from etalase.imports.actions.importing import Importer
from etalase.imports.actions.landing import Landed, Landing, land
from etalase.imports.actions.runs import Counts, begin_run, end_run, start_run
from etalase.imports.actions.uploads import UPLOAD_MAX, keep_file, land_upload, preview

__all__ = [
    "UPLOAD_MAX",
    "Counts",
    "Importer",
    "Landed",
    "Landing",
    "begin_run",
    "end_run",
    "keep_file",
    "land",
    "land_upload",
    "preview",
    "start_run",
]
