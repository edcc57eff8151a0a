"""A Neo4j server of the benchmark's own: a folder that may be kept, memory for a nation."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.chromium import free_port
from tests.neo4j_jars import jars, java

PASSWORD = "liantu-scale"
START_SECONDS = 120
STOP_SECONDS = 120
_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_minimum_password_length=4
server.memory.pagecache.size={page_cache_mb}m
db.tx_log.rotation.retention_policy=keep_none
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""


@contextmanager
def neo4j_server(home: Path, *, heap_mb: int = 2048, page_cache_mb: int = 1024) -> Iterator[str]:
    """Run a server on the data under ``home``; gives its address, user and password in it."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    port = free_port()
    conf = _CONF.format(port=port, page_cache_mb=page_cache_mb)
    (home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
    with (home / "console.txt").open("ab") as console:
        process = subprocess.Popen(
            _command(home, heap_mb), stdin=subprocess.DEVNULL, stdout=console, stderr=console
        )
    try:
        _wait(process, port, home)
        yield f"bolt://neo4j:{PASSWORD}@127.0.0.1:{port}/neo4j"
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(home: Path, heap_mb: int) -> list[str]:
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _PACKAGES]
    memory = [f"-Xms{heap_mb}m", f"-Xmx{heap_mb}m"]
    where = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    main = ["-cp", str(jars() / "*"), "org.neo4j.server.CommunityEntryPoint"]
    return [java(), *memory, *opened, *main, *where]


def _wait(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"Neo4j does not start; see {home / 'console.txt'}")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    """Whether queries are answered; a new server is given its password on the way."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        with contextlib.suppress(AuthError):
            _ask(port, PASSWORD, "neo4j", "RETURN $new")
            return True
        _ask(port, "neo4j", "system", "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new")
    except (DriverError, Neo4jError, OSError):
        pass
    return False


def _ask(port: int, password: str, database: str, text: str) -> None:
    with (
        GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=("neo4j", password)) as driver,
        driver.session(database=database) as session,
    ):
        session.run(text, new=PASSWORD).consume()
