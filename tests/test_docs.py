"""Documents cannot drift: every page is held against the live object it describes."""

from __future__ import annotations

import ast
import csv
import importlib.util
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from benchmarks import reasoning
from graph.asof import AsOf
from graph.errors import LianTuError
from graph.facts import Facts
from graph.reason import Evaluation, evaluate
from graph.reason.firms import appeal as target_rules
from graph.results import GAP_KINDS, PRESENCES, STATES
from graph.rules import Rules
from loaders.data import read_data
from loaders.schema import read_schema
from views import gap_json, jsonout
from views.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
COMMON = ("region", "store", "as_of", "status", "with_nearby", "as_json")
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), ROOT / "benchmarks" / "README.md"])


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def sections(page: str) -> dict[str, str]:
    """Second-level headings of a page → their text."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_rows(page: str) -> list[list[str]]:
    """Cells of every table row, backticks stripped."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


CLI = sections(text_of(DOCS / "cli.md"))
METHOD = text_of(DOCS / "method.md")
README = text_of(ROOT / "README.md")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    data = ROOT / "data"
    facts = Facts.of(read_data(data, read_schema(data / "schema")))
    return evaluate(facts, Rules.of(facts), AsOf("2026-11-24"))


# docs/model.md


def test_model_page_is_what_the_schema_tables_say() -> None:
    path = DOCS / "make_model.py"
    spec = importlib.util.spec_from_file_location("make_model", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.render(read_schema(ROOT / "data" / "schema"))
    assert text_of(DOCS / "model.md") == page, "run: python docs/make_model.py"


# docs/cli.md


def test_cli_page_has_one_section_per_command() -> None:
    assert set(CLI) == set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_stands_in_its_section_and_no_other(name: str) -> None:
    command = main.commands[name]
    options = [p for p in command.params if isinstance(p, click.Option)]
    own = {o for p in options if p.name not in COMMON for o in p.opts if o.startswith("--")}
    written = set(re.findall(r"--[a-z][a-z-]+", CLI[name]))
    assert written == own - {"--help"}


def test_common_options_are_common_and_their_defaults_true() -> None:
    head = text_of(DOCS / "cli.md").split("\n## ")[0]
    told = {row[0]: row[-1] for row in table_rows(head) if re.match("--[a-z]", row[0])}
    for name, command in main.commands.items():
        found = {o: p for p in command.params for o in p.opts if p.name in COMMON}
        assert set(found) == set(told), name
    gaps = {p.opts[0]: p for p in main.commands["gaps"].params}
    assert told["--region"] == "the only one on record"
    assert gaps["--region"].default == ""
    assert told["--status"].strip("`") == gaps["--status"].default


def keys_of(value: Any) -> Iterator[str]:
    """Every key of a JSON value; free-form maps (counts, values) end there."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            if key not in ("counts", "values"):
                yield from keys_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_of(part)


def written_keys(*names: str) -> set[str]:
    text = "".join(CLI[name] for name in names)
    return set(re.findall(r'"([a-z_]+)"', text))


def test_json_keys_on_the_page_are_the_live_ones(evaluation: Evaluation) -> None:
    facts = evaluation.chain.facts
    found = (evaluation.targets_for(g.product_id) for g in evaluation.gaps)
    firms = max(found, key=len)
    live: dict[str, Any] = {
        "products": jsonout.products(facts),
        "processes": jsonout.processes(facts),
        "balance": [jsonout.balance(evaluation.chain, b) for b in evaluation.balances.values()],
        "gaps": gap_json.all_gaps(evaluation),
        "targets": [jsonout.target(t) for t in firms],
        "survey": [jsonout.survey_item(facts, s) for s in evaluation.survey],
    }
    shared = written_keys("gaps", "balance")
    for name, data in live.items():
        keys = set(keys_of(data))
        assert keys, name
        written = written_keys(name)
        assert written <= keys | ({"firms"} & written), name
        assert keys <= written | shared, name


# docs/method.md


def test_every_feature_and_weight_is_told() -> None:
    told = {tuple(row[:4]) for row in table_rows(METHOD) if len(row) == 4}
    rows = rows_of(ROOT / "data" / "rules" / "features.csv")
    weights = {
        (r["list_name"], r["name"], f"{float(r['weight']):.2f}", r["label_zh"]) for r in rows
    }
    assert weights <= told
    listed = {t for t in told if t[0] in (*GAP_KINDS, "目标企业")}
    assert listed == weights


def test_weights_of_a_list_add_up_to_one() -> None:
    totals: dict[str, float] = {}
    for row in rows_of(ROOT / "data" / "rules" / "features.csv"):
        totals[row["list_name"]] = totals.get(row["list_name"], 0.0) + float(row["weight"])
    assert totals == pytest.approx(dict.fromkeys(totals, 1.0))


def test_every_parameter_is_told_with_its_value() -> None:
    told = {(row[0], row[1]) for row in table_rows(METHOD)}
    for row in rows_of(ROOT / "data" / "rules" / "parameters.csv"):
        assert (row["id"], row["value"]) in told


def test_every_word_of_presence_and_state_is_told() -> None:
    cells = {word for row in table_rows(METHOD) for word in re.split(r"[ /]+", row[0])}
    assert set(PRESENCES) <= cells
    assert set(STATES) <= cells


def test_constants_of_the_firm_list_are_told() -> None:
    part = sections(METHOD)["8. Firms to invite (目标企业)"]
    for word, value in target_rules.RUNNING.items():
        assert f"{word} {value:g}" in part
    for word, value in target_rules.GRADES.items():
        assert f"{word} {value:g}" in part


# docs/dependencies.md


IMPORTED_AS = {
    "python-pptx": "pptx",
    "python-docx": "docx",
    "argon2-cffi": "argon2",
    "GB2260": "gb2260",
}


def requirement_names(rows: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ]", row)[0] for row in rows}


def test_dependency_page_lists_what_is_declared() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    page = sections(text_of(DOCS / "dependencies.md"))
    for title, declared in (
        ("Running", project["project"]["dependencies"]),
        ("Developing", project["dependency-groups"]["dev"]),
    ):
        told = {row[0] for row in table_rows(page[title])} - {"package", "---"}
        assert told == requirement_names(declared)


def test_every_declared_dependency_is_used_and_nothing_else() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    imported: set[str] = set()
    sources = [p for d in ("graph", "loaders", "views") for p in (ROOT / d).rglob("*.py")]
    for path in [*sources, ROOT / "app.py"]:
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    outside = imported - set(sys.stdlib_module_names) - {"graph", "loaders", "views"}
    declared = requirement_names(project["project"]["dependencies"])
    assert outside == {IMPORTED_AS.get(name, name.replace("-", "_")) for name in declared}


# README and the rest


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(page)):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_readme_gives_the_two_commands_in_one_line_each() -> None:
    blocks = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    assert blocks[0].strip() == (
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/liantu serve"
    )
    assert blocks[1].strip() == "bash tests/run"
    ci = [line for line in text_of(ROOT / ".ci" / "run").splitlines() if "tests/run" in line]
    assert ci == ["exec bash tests/run"]


def test_commands_in_the_readme_are_understood() -> None:
    blocks = "".join(re.findall(r"```bash\n(.*?)```", README, re.DOTALL))
    inline = "\n".join(re.findall(r"`((?:\.venv/bin/)?liantu [^`]+)`", README))
    lines = re.findall(r"liantu ([^#\n&`]+)", f"{blocks}\n{inline}")
    assert len(lines) >= 8
    for line in lines:
        name, *rest = shlex.split(line)
        command = main.commands[name]
        try:
            command.make_context(name, rest, resilient_parsing=False)
        except (click.UsageError, LianTuError) as error:  # the reader would see this
            pytest.fail(f"liantu {line}: {error}")


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "guide.md"], ids=lambda p: p.name)
def test_words_for_users_stand_on_the_pages(page: Path) -> None:
    """「…」 is what a button, a tab or a legend says."""
    sources = "".join(text_of(p) for p in (ROOT / "views").rglob("*.[pj][ys]"))
    said = set(re.findall(r"「([^」]+)」", text_of(page)))
    assert len(said) >= 10
    assert {word for word in said if word not in sources} == set()


def test_signs_in_the_readme_are_those_of_the_map() -> None:
    rows = rows_of(ROOT / "data" / "rules" / "map_status.csv")
    told = {
        sign for row in table_rows(README) for sign in re.findall(r"[▲建划算缺停?→购限]", row[0])
    }
    assert {row["sign"] for row in rows if row["sign"]} <= told


def test_benchmarks_work_on_the_shipped_facts() -> None:
    data = ROOT / "data"
    schema = read_schema(data / "schema")
    records = read_data(data, schema)
    assert reasoning.reason(records) > 0
    facts = [Facts.of(reasoning.replicate(records, schema, n)) for n in (1, 2)]
    one, two = (evaluate(f, Rules.of(f), AsOf("2026-11-24")) for f in facts)
    assert len(two.balances) == 2 * len(one.balances)
    copies = [(one.balances[p], two.balances[f"{p}~1"]) for p in one.balances]
    assert all((a.state, a.supply, a.demand) == (b.state, b.supply, b.demand) for a, b in copies)


def test_changelog_names_the_version() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in text_of(ROOT / "CHANGELOG.md")
