"""Where a fact comes from, as a page prints it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts import Facts
from graph.quality import WEAK_GRADES
from views import texts

GRADES = {
    "A": "A 政府或公开数据集",
    "B": "B 有名媒体",
    "C": "C 转载",
    "D": "D 无日期或无地址",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Title, address and date of a source; ``title`` says so when there is none."""

    title: str
    url: str | None = None
    date: str | None = None
    grade: str | None = None

    @property
    def is_doubtful(self) -> bool:
        """A repost, a mirror or an undated page: shown as 转载待核 until the original is found."""
        return self.grade in WEAK_GRADES

    def line(self) -> str:
        """One line of plain text, for workbooks and reports: a doubtful source has no address.

        Examples
        --------
        >>> Origin("某公告", "https://example.org/a", "2024-01-03", "A").line()
        '某公告(2024-01-03,A 级)https://example.org/a'
        >>> Origin("某公告", "https://example.org/a", "2024-01-03", "C").line()
        '某公告(2024-01-03,C 级,转载待核)'
        """
        told = (self.date or "日期未载", self.grade and f"{self.grade} 级")
        facts = ",".join(p for p in (*told, self.is_doubtful and texts.DOUBT) if p)
        return f"{self.title}({facts}){'' if self.is_doubtful else self.url or ''}"


def origin(
    facts: Facts, source_id: str | None, as_of: str | None = None, basis: str | None = None
) -> Origin:
    """The source of a fact; without one the kind of basis stands in its place."""
    source = facts.sources.get(source_id or "")
    if source is None:
        return Origin(texts.BASIS.get(basis or "", "无来源"), None, as_of)
    return Origin(source.title, safe_url(source.url), as_of or source.date, source.grade)


def safe_url(url: str | None) -> str | None:
    """The address when a browser may open it: http or https, else None.

    Examples
    --------
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    return url if url and url.lower().startswith(("https://", "http://")) else None


def chinese_date(iso: str) -> str:
    """An ISO date in Chinese; it may stop at the year or the month.

    Examples
    --------
    >>> chinese_date("2026-11-24"), chinese_date("2023-12"), chinese_date("2022")
    ('2026年11月24日', '2023年12月', '2022年')
    """
    parts = iso.split("-")
    units = ("年", "月", "日")
    return "".join(f"{int(p)}{u}" for p, u in zip(parts, units, strict=False))
