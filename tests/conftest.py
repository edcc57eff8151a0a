"""What holds for all tests: none is timed, and none touches the user's own folders.

No test is timed: machines are noisy, and another store or a busy neighbour is no failure.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_HOME = tempfile.mkdtemp(prefix="liantu-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = _HOME
os.environ["LIANTU_BACKUPS"] = "off"
