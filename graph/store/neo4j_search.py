"""Search by name: exact, then the beginning, then anywhere inside, in one statement."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.neo4j_driver import Runner
from graph.store.neo4j_terms import HEAD
from graph.store.tokens import PINYIN, is_cjk, norm
from graph.store.values import Hit

_MOST = 2000
"""How many names of each stage are compared; a word in more names than that is too common."""

_TEXT = f"""
CALL () {{
  MATCH (t:_Term) WHERE t.head = $head AND t.norm = $norm AND t.kind IN $kinds
  RETURN t LIMIT $most
  UNION
  MATCH (t:_Term) WHERE t.head STARTS WITH $head AND t.norm STARTS WITH $norm AND t.kind IN $kinds
  RETURN t LIMIT $most
}}
WITH collect(t) AS begun, count(DISTINCT t.of) AS enough
CALL (begun, enough) {{
  UNWIND begun AS t RETURN t
  UNION
  WITH enough AS found WHERE found < $limit
  CALL db.index.fulltext.queryNodes('liantu_names', $lucene, {{limit: $most}}) YIELD node AS t
  WHERE (' ' + t.tokens) CONTAINS (' ' + $norm)
    AND (t.role <> {PINYIN} OR NOT $norm CONTAINS ' ')
  RETURN t
}}
WITH t, CASE WHEN t.norm = $norm THEN t.role
             WHEN t.norm STARTS WITH $norm
             THEN CASE t.role WHEN {PINYIN} THEN 4 ELSE 3 END
             ELSE 5 END AS grade
WITH t.of AS of, collect(t) AS terms,
     min([grade, t.length, $places[t.kind], t.id, t.role, t.norm]) AS sort
WITH terms, sort ORDER BY sort LIMIT $limit
WITH sort, [t IN terms WHERE t.norm = sort[5]][0] AS t
RETURN t.kind AS kind, t.id AS id, t.name AS name, t.text AS matched, sort[0] AS grade
ORDER BY sort
"""


def search(tx: Runner, text: str, kinds: Sequence[str], limit: int) -> tuple[Hit, ...]:
    """Best hit of each record, best first; among equals the kinds in the order given."""
    asked = norm(text)
    if not asked or not kinds:
        return ()
    rows = tx.run(
        _TEXT,
        norm=asked,
        head=asked[:HEAD],
        kinds=list(kinds),
        lucene=lucene(asked, kinds),
        most=_MOST,
        places={kind: at for at, kind in enumerate(kinds)},
        limit=limit,
    )
    return tuple(
        Hit((row["kind"], row["id"]), row["name"], row["matched"], row["grade"]) for row in rows
    )


def lucene(asked: str, kinds: Sequence[str]) -> str:
    """The question to the full-text index: all words as a phrase, the last may go on.

    Words are letters, digits and single characters only (``tokens``), so none needs escaping;
    a phrase cannot end in a beginning, so a last word of letters stands beside it.

    Examples
    --------
    >>> lucene("苯 乙 烯", ["firm"])
    '+tokens:"苯 乙 烯" +kind:(firm)'
    >>> lucene("1 3 bd", ["firm", "product"])
    '+tokens:"1 3" +tokens:bd* +kind:(firm OR product)'
    """
    *first, last = asked.split(" ")
    if is_cjk(last[0]):
        first, rest = [*first, last], ""
    else:
        rest = f" +tokens:{last}*"
    phrase = f'+tokens:"{" ".join(first)}"' if first else ""
    return f"{phrase}{rest} +kind:({' OR '.join(kinds)})".strip()
