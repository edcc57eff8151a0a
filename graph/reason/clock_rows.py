"""Records with what was learnt about them later left out: what a clock leaves of them."""

from __future__ import annotations

from dataclasses import replace

from graph.model import Firm, Park, Project, Record


def thin_firm(row: Record) -> Record:
    """A firm's name and place."""
    assert isinstance(row, Firm)  # noqa: S101
    return replace(
        row,
        status="未核",
        status_text=None,
        parent=None,
        group=None,
        owner_ids=(),
        industry_ids=(),
        listed_code=None,
        merged_into_id=None,
        is_above_scale=None,
        specialised=None,
        size_class=None,
        revenue_yi=None,
        revenue_year=None,
        note=None,
    )


def thin_park(row: Record) -> Record:
    """A park's name and where it belongs."""
    assert isinstance(row, Park)  # noqa: S101
    return replace(row, is_chemical=None, area_mu=None, note=None)


def thin_project(row: Record) -> Record:
    """A project's name and what it is part of; the row as it stands speaks of a later day."""
    assert isinstance(row, Project)  # noqa: S101
    return replace(
        bare_project(row),
        stage="未核",
        stage_text=None,
        start_date=None,
        finish_date=None,
        as_of=None,
        note=None,
    )


def bare_project(row: Project) -> Project:
    """A project's name, place in the tree and dates, without what it is to make or cost."""
    return replace(
        row,
        firm_ids=(),
        firm_text=None,
        product_ids=(),
        process_ids=(),
        product_text=None,
        capacity_kt_a=None,
        capacity_text=None,
        investment_yi=None,
        investment_text=None,
        land_mu=None,
        land_text=None,
        park_ids=(),
        expected_output_yi=None,
    )
