"""Moving the data to another store while the pages stay usable: one copy at a time, stoppable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from graph.errors import BadRequest
from graph.schema import Schema
from graph.store.protocol import Store
from loaders.copying import CopyReport, check_apart, copy_from
from views import settings
from views.jobs import Job, Jobs

MOVER: Jobs[CopyReport] = Jobs("已经有一次搬库在进行;等它搬完,或先停下。")


def start(store: Store, target_url: str, schema: Schema) -> Job[CopyReport]:
    """Begin to copy the store in use; the job is called by where to.

    Raises
    ------
    BadRequest
        One is at work, or the target is the store in use.
    """
    check_apart(settings.store_url(), target_url)
    return MOVER.start(
        settings.shown_url(target_url),
        lambda heard: copy_from(store, target_url, schema, progress=heard),
    )


def server_url(where: str, user: str, password: str) -> str:
    """Address of a Neo4j database, whatever signs its password holds.

    Raises
    ------
    BadRequest
        It is no such address, or a password stands in it already.

    Examples
    --------
    >>> server_url("10.0.0.5", "neo4j", "p@ss/1")
    'neo4j://neo4j:p%40ss%2F1@10.0.0.5'
    """
    text = where.strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "neo4j", text
    if "@" in rest:
        raise BadRequest("地址里不要写用户名和密码,请填在下面的框里。")
    if not rest:
        raise BadRequest("请填服务器地址,如 10.0.0.5:7687。")
    entry = f"{quote(user.strip(), safe='')}:{quote(password, safe='')}@" if password else ""
    return settings.store_url(f"{scheme}://{entry}{rest}")


def file_url(name: str) -> str:
    """Address of a data file; a bare name stands beside the file in use.

    Raises
    ------
    BadRequest
        There is no name, or it is that of a folder.
    """
    text = name.strip()
    if not text or "://" in text:
        raise BadRequest("请填新的数据文件名,如 备份.db。")
    beside = settings.store_path(settings.store_url()) or settings.default_store_path()
    path = beside.parent / Path(text).expanduser()
    named = path if path.suffix or path.is_dir() else path.with_suffix(".db")
    return settings.store_url(str(named))


def how_to_open(target_url: str) -> str:
    """The command that opens the store moved to, without a password in it."""
    path = settings.store_path(target_url)
    return f'liantu serve --store "{path or settings.shown_url(target_url)}"'
