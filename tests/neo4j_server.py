"""A real Neo4j for tests, without Docker: one server a run, started when first asked for.

``python tests/neo4j_server.py`` starts one and prints its address until Ctrl+C;
``python tests/neo4j_server.py bash tests/run`` runs a command with ``LIANTU_STORE`` naming it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import LiteralString

from chromium import free_port
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from neo4j_jars import CannotRun, jars, java

PASSWORD = "liantu-test"
NEW_PASSWORD = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO"
DATABASE = "neo4j"
START_SECONDS = 120
DELETE_ALL = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS"
JVM = (
    *("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    ),
)
# no waiting for idle threads: a stop takes 0.3 s rather than 10 s
CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_minimum_password_length=4
server.memory.heap.initial_size=256m
server.memory.heap.max_size=1g
server.memory.pagecache.size=128m
db.tx_log.preallocate=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
dbms.cypher.min_replan_interval=1h
"""
# kills the server and takes its folder away when the tests are gone, however they went
GUARD = """\
import os, shutil, signal, sys
sys.stdin.read()
try:
    os.kill(int(sys.argv[1]), getattr(signal, "SIGKILL", signal.SIGTERM))
except OSError:
    pass
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


class Neo4jServer:
    """One server on a port and a folder of its own; both outlive ``stop`` and ``kill``."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="liantu-neo4j-"))
        self.port = free_port()
        self._has_password = False
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._driver: Driver | None = None
        (self.home / "conf").mkdir()
        conf = CONF.format(port=self.port)
        (self.home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")

    @property
    def url(self) -> str:
        """The address as the program takes it, user and password in it."""
        return f"neo4j://neo4j:{PASSWORD}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def driver(self) -> Driver:
        """A connection past the program, to look at what stands there."""
        if self._driver is None:
            self._driver = self._connect(PASSWORD)
        return self._driver

    def start(self) -> Neo4jServer:
        """Run, and wait until queries are answered."""
        folder = jars()
        where = (f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        command = [java(), *JVM, "-cp", str(folder / "*"), "org.neo4j.server.CommunityEntryPoint"]
        with (self.home / "console.txt").open("ab") as console:
            self._process = subprocess.Popen(
                [*command, *where],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        self._guard = subprocess.Popen(
            [sys.executable, "-c", GUARD, str(self._process.pid), str(self.home)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._wait()
        return self

    def stop(self) -> None:
        """End it in good order."""
        self._end(force=False)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(force=True)

    def restart(self) -> None:
        """Stop, and start on the same port and data."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """End it and take its folder away."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self, *, force: bool) -> None:
        if self._driver is not None:
            with contextlib.suppress(DriverError, Neo4jError):
                self._driver.close()
            self._driver = None
        process, guard, self._process, self._guard = self._process, self._guard, None, None
        if guard is not None:
            guard.kill()
            guard.communicate()
        if process is None:
            return
        if force:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _connect(self, password: str) -> Driver:
        return GraphDatabase.driver(f"bolt://127.0.0.1:{self.port}", auth=("neo4j", password))

    def _wait(self) -> None:
        last = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > last:
                said = self._said()
                self.kill()
                raise CannotRun(f"Neo4j 没有起来;它说:\n{said}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        """Whether a query is answered; a new server is given its password on the way."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            if not self._has_password:
                self._query("neo4j", "system", f"{NEW_PASSWORD} '{PASSWORD}'")
                self._has_password = True
            self._query(PASSWORD, DATABASE, "RETURN 1")
        except (DriverError, Neo4jError, OSError):
            return False
        return True

    def _query(self, password: str, database: str, query: LiteralString) -> None:
        with self._connect(password) as driver, driver.session(database=database) as session:
            session.run(query).consume()

    def _said(self) -> str:
        logs = [self.home / "console.txt", self.home / "logs" / "neo4j.log"]
        texts = [path.read_text("utf-8", "replace") for path in logs if path.is_file()]
        return "\n".join(texts)[-4000:]


def wipe(driver: Driver, database: str = DATABASE, *, also_schema: bool = False) -> None:
    """Delete every node; with ``also_schema`` every constraint and index too."""
    with driver.session(database=database) as session:
        if also_schema:
            for kind, listed in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
                for name in session.run(f"SHOW {listed} YIELD name").value():
                    session.run(f"DROP {kind} `{name}` IF EXISTS").consume()
        session.run(DELETE_ALL).consume()


def running() -> Neo4jServer:
    """The server of this run, started on first use and gone with the run.

    Raises
    ------
    CannotRun
        Java, Maven or the server are missing; the same for every later call.
    """
    found = _started()
    if isinstance(found, CannotRun):
        raise found
    return found


@cache
def _started() -> Neo4jServer | CannotRun:
    server = Neo4jServer()
    atexit.register(server.remove)
    try:
        return server.start()
    except CannotRun as error:
        return error


def main(command: list[str]) -> int:
    """Run ``command`` against a server, or keep one until Ctrl+C."""
    server = running()
    print(server.url, flush=True)
    try:
        if command:
            env = {**os.environ, "LIANTU_STORE": server.url}
            return subprocess.run(command, env=env, check=False).returncode
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
