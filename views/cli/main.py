"""The ``liantu`` command."""

from __future__ import annotations

import click

from views.cli import ask, files, load
from views.cli.backtest import backtest
from views.cli.backup import backup, restore_
from views.cli.copy import copy
from views.cli.diff import diff
from views.cli.match import match
from views.cli.route import route
from views.cli.serve import serve
from views.cli.users import users
from views.cli.weights import weights


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="liantu", prog_name="链图 LianTu")
def main() -> None:
    """链图 LianTu:产业链缺什么、缺多少、依据是什么、该找谁。"""


for command in (
    serve,
    ask.check,
    ask.products,
    ask.processes,
    ask.balance,
    ask.gaps,
    ask.targets,
    ask.survey,
    route,
    diff,
    match,
    weights,
    backtest,
    load.load,
    load.new_region,
    load.new_chain,
    copy,
    backup,
    restore_,
    users,
    files.export,
    files.map_,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
