"""cytoscape.js from the npm registry, for this run only: it is no dependency of the project."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

CYTOSCAPE = "cytoscape@3.35.0"
MEMBER = "package/dist/cytoscape.min.js"


@cache
def cytoscape() -> str | None:
    """The text of the library; None when npm is missing or cannot fetch it."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", CYTOSCAPE, "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=180)
        packed = next(Path(folder).glob("*.tgz"), None)
        if done.returncode or packed is None:
            return None
        with tarfile.open(packed) as archive:
            found = archive.extractfile(MEMBER)
            return found.read().decode() if found else None
