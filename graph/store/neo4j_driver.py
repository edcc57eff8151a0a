"""The driver: sessions with retry and bookmarks, and its errors in plain words.

The only module that knows the driver.  Whatever fails in a way that may pass, as when a leader
moves or two deadlock, is done again, so the work handed in must bear that.
"""

from __future__ import annotations

import logging
import random
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString, Protocol, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Query,
    Record,
    Session,
    unit_of_work,
)
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from graph.errors import SchemaMismatch, StoreUnavailable
from graph.store.neo4j_address import Address

T = TypeVar("T")

OLDEST = (5, 26)
"""Oldest server: the 5.26 LTS.  Calendar versions (2025.01 …) are newer."""

READ_SECONDS = 60.0
WRITE_SECONDS = 180.0
CONNECT_SECONDS = 10.0
RETRY_SECONDS = 20.0
POOL = 50

_NO_ANSWER = "连不上数据库 {at};请确认服务器已启动、地址和端口没写错、网络通畅,再试一次。"
_WRONG_PASSWORD = "数据库 {at} 不认这个用户名或密码;请核对地址里的用户名和密码。"  # noqa: S105
_LOCKED_OUT = "数据库 {at} 因密码多次输错暂时锁住了;请过一会儿再试。"
_NO_DATABASE = "数据库服务器上没有名为“{database}”的库;请核对地址末尾的库名。"
_NO_RIGHT = "这个用户没有在 {at} 读写或建索引的权限;请让管理员授权。"
_TOO_LONG = "数据库 {at} 这一步用时太长,已停下;请缩小范围再试,或让管理员看看服务器是否繁忙。"
_MEMORY = "数据库 {at} 内存不够;请缩小范围再试,或让管理员加大内存设置。"
_BUSY = "数据库 {at} 正忙({code});请稍后再试。"
_TLS = "与 {at} 的加密连接没有建成;请核对证书,自签证书用 neo4j+ssc://,不加密用 neo4j://。"
_OTHER = "数据库 {at} 出错({code});请重试,仍不行把这句话发给管理员。"
_CLOSED = "数据库连接已经关闭;请重新打开程序。"
_TOO_OLD = "数据库服务器 {at} 是 {agent},太旧;需要 Neo4j 5.26 或更新。"

_BY_CODE = {
    "Neo.ClientError.Database.DatabaseNotFound": _NO_DATABASE,
    "Neo.ClientError.Security.AuthenticationRateLimit": _LOCKED_OUT,
    "Neo.ClientError.Security.CredentialsExpired": _WRONG_PASSWORD,
    "Neo.ClientError.Security.Forbidden": _NO_RIGHT,
    "Neo.ClientError.Transaction.TransactionTimedOut": _TOO_LONG,
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": _TOO_LONG,
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": _MEMORY,
    "Neo.TransientError.General.TransactionOutOfMemoryError": _MEMORY,
}


_DONE_BY_ANOTHER = (
    "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
    "Neo.ClientError.Schema.ConstraintAlreadyExists",
    "Neo.ClientError.Schema.IndexAlreadyExists",
)
"""IF NOT EXISTS says so all the same when two programs make an index at one moment."""

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # our sentence is enough


class Runner(Protocol):
    """Whom statements are given to."""

    def run(self, text: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of one statement."""


class Streamer(Runner, Protocol):
    """A transaction."""

    def stream(self, text: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """The same a row at a time; what is not asked for is not sent."""


class _Runner:
    def __init__(self, inner: ManagedTransaction | Session) -> None:
        self._inner = inner

    def run(self, text: str, /, **parameters: Any) -> list[dict[str, Any]]:
        return list(self.stream(text, **parameters))

    def stream(self, text: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        for record in self._inner.run(_literal(text), parameters):
            yield _row(record)


class Link:
    """Transactions with one database of one server or cluster."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._closed = False
        self._auth = (address.user, address.password) if address.password else None
        with self._mapped():
            self._driver: Driver = GraphDatabase.driver(
                address.uri,
                auth=self._auth,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 2,
                max_transaction_retry_time=RETRY_SECONDS,
                max_connection_pool_size=POOL,
                liveness_check_timeout=30,
                notifications_min_severity="OFF",
                user_agent="liantu",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()

    def check(self) -> None:
        """See that the server answers and is new enough.

        Raises
        ------
        StoreUnavailable, SchemaMismatch
        """
        try:
            with self._mapped():
                agent = self._agent()
            if _version(agent) < OLDEST:
                raise SchemaMismatch(_TOO_OLD.format(at=self.address.shown, agent=agent))
        except BaseException:
            self.close()
            raise

    def _agent(self) -> str:
        """Name and version of the server."""
        try:
            with self._driver.session(database=self.address.database) as session:
                return session.run("RETURN 1").consume().server.agent
        except ServiceUnavailable:
            if self.address.uri.startswith("neo4j+"):  # routing hides why; a direct look tells
                direct = self.address.uri.replace("neo4j", "bolt", 1)
                with GraphDatabase.driver(
                    direct, auth=self._auth, connection_timeout=CONNECT_SECONDS
                ) as driver:
                    driver.verify_connectivity()
            raise

    def run(self, text: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of one statement that only reads; a cluster may send it to any member.

        One message there and back.  When that fails in a way that may pass, it is asked again
        as :meth:`read` does.
        """
        query = Query(_literal(text), timeout=READ_SECONDS)
        with self._session(READ_ACCESS) as session:
            try:
                return [_row(record) for record in session.run(query, parameters)]
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
        return self.read(lambda tx: tx.run(text, **parameters))

    def read(self, work: Callable[[Streamer], T]) -> T:
        """Do ``work`` in a read transaction; a cluster may send it to any member."""
        bounded = unit_of_work(timeout=READ_SECONDS)(lambda tx: work(_Runner(tx)))
        with self._session() as session:
            return session.execute_read(bounded)

    def write(self, work: Callable[[Runner], T]) -> T:
        """Do ``work`` in a write transaction, committed unless something is raised."""
        bounded = unit_of_work(timeout=WRITE_SECONDS)(lambda tx: work(_Runner(tx)))
        with self._session() as session:
            return session.execute_write(bounded)

    def alone(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """One statement in a transaction of its own: indexes and constraints need that.

        Run again when another program does the same at the same moment.
        """
        query, last = Query(_literal(text), timeout=WRITE_SECONDS), time.monotonic() + RETRY_SECONDS
        with self._session() as session:
            while True:
                try:
                    return [_row(row) for row in session.run(query, parameters)]
                except (TransientError, ClientError) as error:
                    may_pass = isinstance(error, TransientError) or error.code in _DONE_BY_ANOTHER
                    if not may_pass or time.monotonic() > last:
                        raise
                    time.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - so that two part

    def close(self) -> None:
        """Let go of every connection; later calls are StoreUnavailable."""
        self._closed = True
        self._driver.close()

    @contextmanager
    def _session(self, access: str = WRITE_ACCESS) -> Iterator[Session]:
        if self._closed:
            raise StoreUnavailable(_CLOSED)
        with (
            self._mapped(),
            self._driver.session(
                database=self.address.database,
                default_access_mode=access,
                bookmark_manager=self._bookmarks,
            ) as session,
        ):
            yield session

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """Turn what the driver raises into one Chinese sentence of ours."""
        try:
            yield
        except (Neo4jError, DriverError, ssl.SSLError, OSError) as error:
            if self._closed:
                raise StoreUnavailable(_CLOSED) from error
            raise StoreUnavailable(self._sentence(error)) from error

    def _sentence(self, error: BaseException) -> str:
        code = getattr(error, "code", None) or type(error).__name__
        said = {"at": self.address.shown, "database": self.address.database, "code": code}
        return _template(error, str(code)).format_map(said)


def _literal(text: str) -> LiteralString:
    """A statement made of constants and schema names, as the driver asks for."""
    return text  # type: ignore[return-value,unused-ignore]


def _row(record: Record) -> dict[str, Any]:
    """Columns of a row by name."""
    return dict(zip(record.keys(), record.values(), strict=True))


def _template(error: BaseException, code: str) -> str:
    if code in _BY_CODE:
        return _BY_CODE[code]
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return _TLS
    if isinstance(error, AuthError):
        return _WRONG_PASSWORD
    if isinstance(error, ServiceUnavailable | ConfigurationError | OSError):
        return _NO_ANSWER
    if isinstance(error, TransientError):
        return _BUSY
    if isinstance(error, ClientError) and "Security" in code:
        return _NO_RIGHT
    return _OTHER if isinstance(error, Neo4jError) else _NO_ANSWER


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _version(agent: str) -> tuple[int, ...]:
    """Major and minor number of a server.

    Examples
    --------
    >>> _version("Neo4j/5.26.25"), _version("Neo4j/2026.01.3"), _version("Neo4j/dev")
    ((5, 26), (2026, 1), (0, 0))
    """
    found = re.search(r"(\d+)\.(\d+)", agent)
    return (int(found[1]), int(found[2])) if found else (0, 0)
