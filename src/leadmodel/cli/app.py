"""The commands: `run`, `check` and `schema`. What goes wrong goes to stderr, with exit code 2 and an empty stdout."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from .. import __version__
from ..errors import LeadModelError
from ..flow import Report, run
from ..records import parse_instant
from .document import as_document, dumped
from .explained import Explained, explained, known_lead
from .files import read_model, spelled
from .inputs import Inputs, read_inputs
from .progress import Watch
from .sheet import Sheet
from .tables import report_parts
from .terminal import drawn, encoding_of, legible

__all__ = ["app"]

#: As paths are given: click would say "Usage: ..." for a missing file, and only for the first.
FILE = click.Path()


class Refused(click.ClickException):
    """Something that was given cannot be used; the message says all of what."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        stream = file or sys.stderr
        click.echo(legible(self.message, encoding_of(stream)), file=stream)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="leadmodel")
def app() -> None:
    """Lead management as code: score, route and measure leads by one declared model."""


@app.command("run")
@click.argument("model", type=FILE)
@click.option("--leads", type=FILE, required=True, help="The leads: .csv, .jsonl or .ndjson.")
@click.option("--reps", type=FILE, required=True, help="The reps, in the same formats.")
@click.option("--events", type=FILE, help="What happened so far, in the same formats.")
@click.option("--at", required=True, help="The instant to ask about, such as 2026-11-09T10:00+01:00.")
@click.option("--explain", metavar="LEAD", help="Explain this lead in full.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Rows of each list in the tables.",
)
def run_command(
    model: str,
    leads: str,
    reps: str,
    events: str | None,
    at: str,
    explain: str | None,
    as_json: bool,
    limit: int,
) -> None:
    """Score all leads, route those that wait, run the clocks, take the measures.

    MODEL is a document in TOML or JSON.
    """
    with _refusing(), Watch(sys.stderr) as watch:
        instant = parse_instant(at, "--at")
        inputs = read_inputs(model, leads=leads, reps=reps, events=events, watch=watch)
        if explain is not None:
            known_lead(explain, inputs.leads, instant)
        report = run(
            inputs.model,
            leads=inputs.leads,
            reps=inputs.reps,
            events=inputs.events,
            at=instant,
            progress=watch.told,
        )
        text = _json(report, inputs, explain) if as_json else _tables(report, inputs, explain, limit)
    click.echo(text, nl=False)


@app.command("check")
@click.argument("model", type=FILE)
def check_command(model: str) -> None:
    """Prove a model: every fault at once, each with its path."""
    with _refusing():
        version = read_model(model).version
    click.echo(legible(f"{model}: ok, version {version}", encoding_of(sys.stdout)))


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a model document, for editors."""
    from ..schema import model_schema

    click.echo(json.dumps(model_schema(), indent=2, sort_keys=True))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (LeadModelError, OSError) as error:
        raise Refused(spelled(error)) from None


def _json(report: Report, inputs: Inputs, lead: str | None) -> str:
    told = None if lead is None else explained(lead, report, inputs.model, inputs.reps)
    return f"{dumped(as_document(report, told, repeated=inputs.events.repeated))}\n"


def _tables(report: Report, inputs: Inputs, lead: str | None, limit: int) -> str:
    sheet = Sheet(encoding=encoding_of(sys.stdout), limit=limit)
    told = _told(report, inputs, lead)
    return drawn(report_parts(report, told, sheet, repeated=inputs.events.repeated), sys.stdout)


def _told(report: Report, inputs: Inputs, lead: str | None) -> Explained | None:
    """The lead that was asked for, or else the first that was routed."""
    asked = lead or next((decision.lead for decision in report.decisions), None)
    return None if asked is None else explained(asked, report, inputs.model, inputs.reps)
