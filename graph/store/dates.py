"""Partial ISO dates (2023, 2023-12, 2023-12-15) and the two clocks."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from graph.asof import AsOf
from graph.errors import BadRequest
from graph.model import Record

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Whether ``text`` is a year, a month or a day of the calendar.

    Examples
    --------
    >>> is_date("2023-12"), is_date("2023-13"), is_date("2023-02-30")
    (True, False, False)
    """
    found = _ISO.fullmatch(text)
    if not found:
        return False
    year, month, day = (int(part) if part else 1 for part in found.groups())
    if not 1 <= month <= 12 or year < 1:
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]


def last_day(text: str) -> str:
    """Last day of a year or month; a day is itself.

    Raises
    ------
    BadRequest
        ``text`` is no date.

    Examples
    --------
    >>> last_day("2011"), last_day("2024-02"), last_day("2024-02-05")
    ('2011-12-31', '2024-02-29', '2024-02-05')
    """
    if not is_date(text):
        raise BadRequest(f"“{text}”不是日期;请写成 2023、2023-12 或 2023-12-15。")
    if len(text) == 10:
        return text
    year, month = int(text[:4]), int(text[5:7] or 12)
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def valid_day(at: AsOf | None, *, with_known: bool = False) -> str | None:
    """The day ``at.valid`` asks about, or None; ``at.known`` is refused unless allowed."""
    if at is None:
        return None
    if at.known is not None and not with_known:
        raise BadRequest("“当时已知”只能用于按编号读取和查看历史,这里请只给“哪一天的情况”。")
    return last_day(at.valid)


def known_before(at: AsOf | None) -> str | None:
    """UTC moment at which the local day ``at.known`` is over, as revision times are written."""
    if at is None or at.known is None:
        return None
    day = dt.datetime.fromisoformat(last_day(at.known))
    if day.year == dt.MAXYEAR:
        return None
    return utc_text((day + dt.timedelta(days=1)).astimezone())


def utc_text(moment: dt.datetime) -> str:
    """Text of fixed width that sorts like the time itself.

    Examples
    --------
    >>> utc_text(dt.datetime(2024, 1, 2, tzinfo=dt.UTC))
    '2024-01-02T00:00:00.000000+00:00'
    """
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def is_valid(record: Record, day: str) -> bool:
    """Whether ``since`` and ``until`` of a record, if it has them, let in a full ISO day.

    ``since`` counts from the first day of its year or month, ``until`` through the last.
    """
    since: str | None = getattr(record, "since", None)
    until: str | None = getattr(record, "until", None)
    return (since is None or since <= day) and (until is None or until >= day[: len(until)])
