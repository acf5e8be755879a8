"""The command `gongkai`: each command is a file of this package; here they get their names."""

import typer

from gongkai import (
    archive,
    codebook,
    correct,
    crawl,
    diff,
    export,
    extract,
    portals,
    query,
    rebuild,
    sql,
    status,
    why,
)

app = typer.Typer(
    name="gongkai",
    help="China's government information disclosure reports (政府信息公开工作年度报告): found on "
    "the portals, kept, read and checked, in a warehouse to ask and to export.",
    epilog="Begin with `gongkai extract FILE` for one document, or `gongkai crawl --region CODE` "
    "for a county. `gongkai COMMAND --help` shows examples.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(epilog=extract.EXAMPLES)(extract.extract)
app.command(epilog=crawl.EXAMPLES)(crawl.crawl)
app.command(epilog=rebuild.EXAMPLES)(rebuild.rebuild)
app.command(epilog=sql.EXAMPLES)(sql.sql)
app.command(epilog=query.EXAMPLES)(query.query)
app.command(epilog=diff.EXAMPLES)(diff.diff)
app.command(epilog=correct.EXAMPLES)(correct.correct)
app.command(epilog=codebook.EXAMPLES)(codebook.codebook)
app.command(epilog=export.EXAMPLES)(export.export)
app.command(epilog=status.EXAMPLES)(status.status)
app.command(epilog=why.EXAMPLES)(why.why)
app.add_typer(portals.app, name="portals")
app.add_typer(archive.app, name="archive")

if __name__ == "__main__":
    app()
