"""What is known of a firm year by year, and which tier that puts it in.

Figures come from the yearly records of a firm; a turnover that stands in the firm's own record
counts for its year, so that nobody has to type it twice.  万元 throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.facts import Facts
from graph.model import Firm, FirmYear

WAN_PER_YI = 10_000.0
FIELDS = (
    *("revenue_wan", "output_wan", "tax_wan", "land_mu"),
    *("jobs", "energy_tce", "rd_wan", "patents"),
)
TIERS = (("千亿", 1e7), ("百亿", 1e6), ("十亿", 1e5), ("亿元", 1e4))
"""Tiers above 规上 with the yearly amount each begins at, 万元, largest first."""
ABOVE, BELOW = "规上", "规下"
OFFICE = "user"


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of one year and where it is from."""

    value: float
    year: int
    source_id: str | None
    basis: str
    as_of: str | None


Years = Mapping[int, Mapping[str, Told]]
"""Year → field → figure."""


@dataclass(frozen=True, slots=True)
class Tier:
    """The tier of a firm and what it follows from.

    ``by`` is the field, or ``listed``: 规上 or not, as on record; ``told`` the figure, if any.
    """

    name: str
    by: str
    told: Told | None


def figures(facts: Facts) -> dict[str, dict[int, dict[str, Told]]]:
    """Firm → year → field → figure.

    Where two rows tell one figure the office's own is taken, else the newer.
    """
    rows = sorted(
        facts.all(FirmYear).values(), key=lambda r: (r.basis == OFFICE, r.as_of or "", r.id)
    )
    out: dict[str, dict[int, dict[str, Told]]] = {}
    for firm in facts.firms.values():
        if firm.revenue_yi is not None and firm.revenue_year:
            told = _told(firm, firm.revenue_yi * WAN_PER_YI, firm.revenue_year)
            out[firm.id] = {told.year: {"revenue_wan": told}}
    for row in rows:
        year = out.setdefault(row.firm_id, {}).setdefault(int(row.year[:4]), {})
        for field in FIELDS:
            value = getattr(row, field)
            if value is not None:
                year[field] = _told(row, float(value), row.year)
    return out


def _told(row: Firm | FirmYear, value: float, year: str) -> Told:
    return Told(value, int(year[:4]), row.source_id, row.basis, row.as_of)


def newest(years: Years, fields: Iterable[str], until: int | None = None) -> Told | None:
    """The figure of the latest year that has one of ``fields``, the first of them first.

    Examples
    --------
    >>> told = Told(1900.0, 2024, None, "user", None)
    >>> newest({2024: {"revenue_wan": told}, 2025: {}}, ["revenue_wan"]).year
    2024
    """
    wanted = tuple(fields)
    for year in sorted(years, reverse=True):
        if until is not None and year > until:
            continue
        for field in wanted:
            if field in years[year]:
                return years[year][field]
    return None


def tier(years: Years, is_above: bool | None, line_wan: float, until: int) -> Tier | None:
    """Which tier a firm stands in; None when neither an amount nor the listing is known.

    The line between 规下 and 规上 is one of turnover (output where turnover is not known); the
    tiers above it go by output (turnover where output is not known).  What is on record about
    being listed holds against a turnover that has crossed the line: listing is an act.

    Parameters
    ----------
    years
        Figures of the firm.
    is_above
        Whether the firm is listed as 规上; None when not known.
    line_wan
        The line of 规上, 万元 a year.
    until
        Last year that counts.
    """
    money = newest(years, ("revenue_wan", "output_wan"), until)
    if money is None:
        return None if is_above is None else Tier(ABOVE if is_above else BELOW, "listed", None)
    year = years[money.year]
    size, by = _size(year)
    if is_above is False:
        return Tier(BELOW, "listed", money)
    if money.value < line_wan:
        return Tier(ABOVE if is_above else BELOW, "listed" if is_above else _by(year), money)
    name = next((name for name, least in TIERS if size.value >= least), ABOVE)
    return Tier(name, by, size)


def _size(year: Mapping[str, Told]) -> tuple[Told, str]:
    by = "output_wan" if "output_wan" in year else "revenue_wan"
    return year[by], by


def _by(year: Mapping[str, Told]) -> str:
    return "revenue_wan" if "revenue_wan" in year else "output_wan"
