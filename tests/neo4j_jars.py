"""The jars of a Neo4j server and the Java to run them: found, or fetched by Maven once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import platformdirs

POM = Path(__file__).with_name("jars") / "pom.xml"
JARS_VARIABLE = "LIANTU_NEO4J_LIB"
OLDEST_JAVA = 17
FETCH_SECONDS = 1200
_INSTALL_JAVA = (
    f"需要 Java {OLDEST_JAVA} 或更新(Debian/Ubuntu:apt-get install default-jre-headless;"
    "macOS:brew install openjdk;Windows:winget install EclipseAdoptium.Temurin.21.JRE)。"
)
_INSTALL_MAVEN = (
    "需要 Maven 来下载 Neo4j(Debian/Ubuntu:apt-get install maven;macOS:brew install maven;"
    f"Windows:choco install maven);没有 Maven 就让 {JARS_VARIABLE} 指向放着 Neo4j jar 的文件夹。"
)


class CannotRun(Exception):
    """What is missing for a server, and how to get it."""


def java() -> str:
    """A Java that is new enough."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    found = found or shutil.which("java")
    if not found:
        raise CannotRun(f"找不到 java:测试要起一个真的 Neo4j,{_INSTALL_JAVA}")
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if not version or int(version[1]) < OLDEST_JAVA:
        raise CannotRun(f"{found} 太旧({told.strip().splitlines()[:1]}):{_INSTALL_JAVA}")
    return found


def jars() -> Path:
    """Folder of the server's jars; a first call fetches them, a half-done fetch counts as none.

    They are kept between runs in the user's cache folder, unless ``LIANTU_NEO4J_LIB`` names
    another.
    """
    given = os.environ.get(JARS_VARIABLE)
    if given:
        if not any(Path(given).glob("neo4j-server-*.jar")):
            raise CannotRun(f"{JARS_VARIABLE} 指的文件夹 {given} 里没有 neo4j-server-*.jar。")
        return Path(given)
    kept = platformdirs.user_cache_path("liantu", appauthor=False) / f"neo4j-{version()}" / "lib"
    if not kept.is_dir():
        _fetch(kept)
    return kept


def version() -> str:
    """The version the tests run, as the Maven project says."""
    found = re.search(r"<neo4j.version>([\d.]+)<", POM.read_text(encoding="utf-8"))
    assert found
    return found[1]


def _fetch(kept: Path) -> None:
    """Download beside ``kept``, and move there when whole."""
    maven = shutil.which("mvn")
    if not maven:
        raise CannotRun(f"找不到 mvn:{_INSTALL_MAVEN}")
    part = kept.with_name(f"lib.{os.getpid()}.part")
    part.mkdir(parents=True)
    try:
        goal = ("dependency:copy-dependencies", f"-DoutputDirectory={part}")
        done = subprocess.run(
            [maven, "-q", "-B", "-f", str(POM), *goal],
            cwd=part.parent,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
            check=False,
        )
        if done.returncode or not any(part.glob("neo4j-server-*.jar")):
            said = (done.stdout + done.stderr).strip()[-2000:]
            raise CannotRun(
                f"Maven 没能下载 Neo4j {version()}(要连外网,或在 settings.xml 里写镜像):\n{said}"
            )
        try:
            part.rename(kept)
        except OSError:  # another run was first
            if not kept.is_dir():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


if __name__ == "__main__":
    print(jars())
