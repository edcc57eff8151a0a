"""Where a Neo4j database is, and as whom to enter, from one address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from graph.errors import BadRequest

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
USER_VARIABLE = "LIANTU_NEO4J_USER"
PASSWORD_VARIABLE = "LIANTU_NEO4J_PASSWORD"  # noqa: S105 - the name of a variable
DEFAULT_DATABASE = "neo4j"

_FORM = "应写成 neo4j://用户名:密码@主机:7687/数据库名"


@dataclass(frozen=True, slots=True)
class Address:
    """A server, a database and who enters; ``shown`` may be printed, it holds no password."""

    uri: str
    database: str
    user: str
    password: str

    @property
    def shown(self) -> str:
        """The address without user and password."""
        return f"{self.uri}/{self.database}"

    def __repr__(self) -> str:
        return f"Address({self.shown})"


def is_neo4j(url: str) -> bool:
    """Whether an address names a Neo4j server.

    Examples
    --------
    >>> is_neo4j("neo4j+s://abc.databases.neo4j.io"), is_neo4j("sqlite:///a.db")
    (True, False)
    """
    return url.partition("://")[0].lower() in SCHEMES


def address(url: str) -> Address:
    """The parts of an address; user and password may come from the environment instead.

    Raises
    ------
    BadRequest
        No host, a port that is no number, or more than a database name in the path.

    Examples
    --------
    >>> address("neo4j://u:p%40ss@db.local/chain").shown
    'neo4j://db.local:7687/chain'
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 7687
    except ValueError:
        raise BadRequest(f"数据库地址不对;{_FORM}。") from None
    database = unquote(parts.path.strip("/")) or DEFAULT_DATABASE
    if not parts.hostname or parts.query or parts.fragment or "/" in database:
        raise BadRequest(f"数据库地址不对;{_FORM}。")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user = unquote(parts.username or "") or os.environ.get(USER_VARIABLE, "") or "neo4j"
    password = unquote(parts.password or "") or os.environ.get(PASSWORD_VARIABLE, "")
    return Address(f"{parts.scheme.lower()}://{host}:{port}", database, user, password)
