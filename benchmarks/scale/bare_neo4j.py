"""The candidate list and the search as someone writes them in Cypher who knows the database.

One session and its driver, each statement in a transaction of its own.  Only the rows of the
page are given their firm's name; the full-text index is asked only when exact names and
beginnings do not fill the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, LiteralString, cast

from neo4j import Session

from benchmarks.scale.bare import HITS, PAGE, SEARCHED, Filter, HitRow, MakingRow
from benchmarks.scale.neo4j_loading import bare_driver
from graph.store.neo4j_address import address
from graph.store.neo4j_search import lucene
from graph.store.tokens import norm

_COLUMNS = (
    *("kind", "id", "firm_id", "firm_name", "product_id", "capacity_kt_a", "status"),
    *("province", "city", "as_of", "basis", "source_id"),
)
_ORDER = "s.capacity_kt_a IS NULL, s.capacity_kt_a DESC, kind, s.id"
_PRODUCERS = """
CALL () {{
  UNWIND $keys AS key
  MATCH (:Record {{_key: key}})<-[:OF]-(s:Producer) WHERE {producer}
  RETURN s, 'producer' AS kind, s.province AS province, s.city AS city
  UNION ALL
  UNWIND $keys AS key
  MATCH (:Record {{_key: key}})<-[:OF]-(s:Capacity) WHERE s.is_driver
  MATCH (s)<-[:HAS]-(f:Firm) WHERE {capacity}
  RETURN s, 'capacity' AS kind, f.province AS province, f.city AS city
}}
WITH s, kind, province, city WHERE {after}
WITH s, kind, province, city ORDER BY {order} LIMIT $limit
MATCH (s)<-[:HAS]-(f:Firm)
RETURN kind, s.id, s.firm_id, f.name_zh, s.product_id, s.capacity_kt_a, s.status,
  province, city, s.as_of, s.basis, s.source_id
ORDER BY {order}
"""
_GRADED = """
WITH t, CASE WHEN t.norm = $norm THEN t.role
             WHEN t.norm STARTS WITH $norm THEN CASE t.role WHEN 2 THEN 4 ELSE 3 END
             ELSE 5 END AS grade,
     CASE t.kind WHEN 'firm' THEN 0 ELSE 1 END AS place
WITH t, grade, place ORDER BY grade, t.length, place, t.id, t.role
WITH t.kind AS kind, t.id AS id, head(collect([t.name, grade, t.length, place])) AS best
RETURN kind, id, best[0], best[1]
ORDER BY best[1], best[2], best[3], id LIMIT $limit
"""
_HEADS = (
    "MATCH (t:_Term) WHERE t.head STARTS WITH $norm AND t.kind IN $kinds WITH t LIMIT 2000"
    + _GRADED
)
_INSIDE = (
    "CALL db.index.fulltext.queryNodes('liantu_names', $lucene, {limit: 2000}) YIELD node AS t"
    " WITH t WHERE (' ' + t.tokens) CONTAINS (' ' + $norm)" + _GRADED
)


class BareNeo4j:
    """One open session."""

    def __init__(self, url: str) -> None:
        self._driver = bare_driver(url)
        self._session: Session = self._driver.session(database=address(url).database)

    def close(self) -> None:
        """Let go of it."""
        self._session.close()
        self._driver.close()

    def producers(self, wanted: Filter) -> Sequence[Callable[[], list[MakingRow]]]:
        """See Bare."""
        return [lambda: self._walked(wanted)]

    def _walked(self, wanted: Filter) -> list[MakingRow]:
        given: dict[str, Any] = {
            "keys": [f"product/{id}" for id in wanted.product_ids],
            "limit": PAGE + 1,
        }
        own, of_firm = ["true"], ["true"]
        if wanted.province is not None:
            given["province"] = wanted.province
            own.append("s.province = $province")
            of_firm.append("f.province = $province")
        if wanted.status is not None:
            given["status"] = wanted.status
            own.append("s.status = $status")
            of_firm.append("s.status = $status")
        after = _after(wanted, given)
        text = _PRODUCERS.format(
            producer=" AND ".join(own), capacity=" AND ".join(of_firm), after=after, order=_ORDER
        )
        return self._run(text, **given)

    def search(self, text: str) -> list[HitRow]:
        """See Bare."""
        asked = norm(text)
        given = {"norm": asked, "kinds": list(SEARCHED), "limit": HITS}
        found = self._run(_HEADS, **given)
        if len(found) < HITS:
            known = {row[:2] for row in found}
            more = self._run(_INSIDE, lucene=lucene(asked, SEARCHED), **given)
            found += [row for row in more if row[:2] not in known]
        return cast(list[HitRow], found[:HITS])

    def _run(self, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
        result = self._session.run(cast(LiteralString, text), parameters)
        return [tuple(record.values()) for record in result]


def _after(wanted: Filter, given: dict[str, Any]) -> str:
    if wanted.last is None:
        return "true"
    given["kind"], given["id"] = wanted.last.ref
    given["held"] = wanted.last.capacity_kt_a
    beyond = "(kind > $kind OR kind = $kind AND s.id > $id)"
    if wanted.last.capacity_kt_a is None:
        return f"s.capacity_kt_a IS NULL AND {beyond}"
    return (
        "(s.capacity_kt_a IS NULL OR s.capacity_kt_a < $held"
        f" OR s.capacity_kt_a = $held AND {beyond})"
    )
