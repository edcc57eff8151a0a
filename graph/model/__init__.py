"""The record kinds of LianTu as frozen dataclasses: one class per kind, one field per column.

The columns, labels, units and choices stand in ``data/schema``; a test holds the
two equal.  ``None`` always means *unknown*, never zero.  Dates are ISO strings
that may stop at the year or the month (``2023``, ``2023-12``, ``2023-12-15``).
"""

from __future__ import annotations

from graph.model.base import Record
from graph.model.chain import (
    Composite,
    Crosswalk,
    DefaultRoute,
    Flow,
    FlowStatement,
    MayAlsoYield,
    Merge,
    Process,
    Product,
    Segment,
    Sought,
    Source,
    Unattached,
)
from graph.model.market import (
    Market,
    Producer,
    Signal,
    Value,
)
from graph.model.place import (
    Capacity,
    Complex,
    ComplexMember,
    Firm,
    FirmName,
    Park,
    Region,
    Supply,
)
from graph.model.plan import (
    Figure,
    Fund,
    Goal,
    Parcel,
    Policy,
    Project,
    ProjectStage,
    Talent,
    Task,
)
from graph.model.rule import (
    Constraint,
    Feature,
    MapStatus,
    Parameter,
    Word,
)

__all__ = [
    "KINDS",
    "Capacity",
    "Complex",
    "ComplexMember",
    "Composite",
    "Constraint",
    "Crosswalk",
    "DefaultRoute",
    "Feature",
    "Figure",
    "Firm",
    "FirmName",
    "Flow",
    "FlowStatement",
    "Fund",
    "Goal",
    "MapStatus",
    "Market",
    "MayAlsoYield",
    "Merge",
    "Parameter",
    "Parcel",
    "Park",
    "Policy",
    "Process",
    "Producer",
    "Product",
    "Project",
    "ProjectStage",
    "Record",
    "Region",
    "Segment",
    "Signal",
    "Sought",
    "Source",
    "Supply",
    "Talent",
    "Task",
    "Unattached",
    "Value",
    "Word",
]

KINDS: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Source,
        Segment,
        Product,
        Process,
        Flow,
        FlowStatement,
        DefaultRoute,
        MayAlsoYield,
        Composite,
        Region,
        Park,
        Firm,
        FirmName,
        Capacity,
        Complex,
        ComplexMember,
        Project,
        ProjectStage,
        Parcel,
        Supply,
        Figure,
        Policy,
        Goal,
        Task,
        Fund,
        Talent,
        Producer,
        Market,
        Signal,
        Value,
        Constraint,
        Parameter,
        Feature,
        MapStatus,
        Word,
        Crosswalk,
        Unattached,
        Sought,
        Merge,
    )
}
