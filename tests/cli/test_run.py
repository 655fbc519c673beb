"""The command `run`: the tables, the JSON document, and what is said when the input cannot be used."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from leadmodel.cli import app
from tests.cli.house import EVENTS, House


def invoke(*arguments: str, **settings: str) -> Result:
    return CliRunner(env=settings).invoke(app, list(arguments))


def shown(house: House, *more: str, columns: str = "80", **changes: str) -> str:
    """What a run prints that succeeds."""
    done = invoke(*house.run(*more, **changes), COLUMNS=columns)

    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def document(house: House, *more: str, **changes: str) -> dict[str, Any]:
    return dict(json.loads(shown(house, "--json", *more, **changes)))


def refused(*arguments: str) -> str:
    """What is said on stderr by a command that refuses: exit code 2, and not a word on stdout."""
    done = invoke(*arguments)

    assert done.exit_code == 2, done.stdout
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def table(report: str, title: str) -> list[list[str]]:
    """The rows below the dashed line of the section with a title, cell by cell."""
    section = report.partition(f"\n{title}")[2].partition("\n\n")[0]
    rows = section.partition("---\n")[2].splitlines()
    return [[cell.strip() for cell in row.split("  ") if cell.strip()] for row in rows]


# ------------------------------------------------------------------------------------------------------ the tables


def test_the_headline_says_which_model_which_instant_and_what_was_left_out(house: House) -> None:
    lines = shown(house).splitlines()

    assert lines[0] == "Lead model 2026.1 as of 2026-11-09 09:00 UTC"
    assert lines[1] == "6 leads, 10 events; every time below is UTC"
    assert lines[2] == "left out: 1 event row that stood in the file before"
    assert lines[3] == "left out: 1 event later than that: e9"


def test_leads_are_counted_by_stage(house: House) -> None:
    assert table(shown(house), "Leads by stage") == [["4", "1", "0", "0", "0", "1", "0"]]


def test_the_matrix_marks_what_goes_to_sales_by_a_sign_too(house: House) -> None:
    report = shown(house)

    assert table(report, "People by grade") == [
        ["A", "4 *", "0 *", "0", "4"],
        ["B", "0 *", "0", "0", "0"],
        ["C", "0", "0", "1", "1"],
        ["all", "4", "0", "1", "5"],
        ["* goes to sales; duplicates are left out"],
    ]


def test_it_says_who_got_what_and_why(house: House) -> None:
    report = shown(house)

    assert "Routing: 2 given out, 1 held" in report
    assert table(report, "Routing") == [
        ["L1", "Chiara Rè", "A1", "ida", "the only rep who qualifies"],
        ["L2", "東京 太郎", "A1", "ida", "covers the territory, before dirk"],
        ["L6", "Finn", "A1", "(held)", "nobody on the desk can answer in fi"],
    ]
    assert table(report, "Given out by rep") == [["ida", "2"], ["dirk", "0"], ["fleur", "0"]]


def test_held_leads_come_with_the_time_to_ask_again(house: House) -> None:
    house.write(
        "model.toml", house.text("model.toml").replace("[routing]", '[routing]\nrespond_within = "1h"')
    )

    report = shown(house, at="2026-11-09T20:00:00Z")

    assert table(report, "Held, and when to ask again") == [
        ["L1", "2026-11-10 07:00"],
        ["L2", "2026-11-10 07:00"],
    ]


def test_the_first_decision_is_explained_in_full(house: House) -> None:
    report = shown(house)

    assert "Why: lead L1 (Chiara Rè, Head of Sales, Müller AG)" in report
    assert "label A1, ready for sales: fit 50, score 40, 2 of 2 fit rules known" in report
    assert "goes to ida, answered in it-CH: the only rep who qualifies" in report
    for rep in ("ida", "dirk", "fleur"):
        assert f"\n{rep}" in report.partition("each rep")[2]


def test_the_lines_of_an_explained_score_add_up(house: House) -> None:
    rows = table(shown(house), "part ")

    assert [row[:3] for row in rows] == [
        ["fit", "+30", "decides"],
        ["fit", "+20", "budget"],
        ["behaviour", "+40", "demo"],
        ["behaviour", "0", "page"],
    ]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("L3", "not routed: is unqualified and waits for no rep"),
        ("L4", "not routed: is assigned and waits for no rep"),
        ("L5", "not routed: is the same person as L1: same e-mail address chiara@example.com"),
        ("L6", "is held, answered in fi: nobody on the desk can answer in fi"),
    ],
)
def test_any_lead_can_be_explained_also_one_that_was_not_routed(
    house: House, lead: str, expected: str
) -> None:
    report = shown(house, "--explain", lead)

    assert f"Why: lead {lead} (" in report
    assert expected in report


def test_a_lead_that_came_later_is_left_out_and_cannot_be_explained(house: House) -> None:
    rows = ["id,captured_at,source", "N1,2026-11-01T10:00Z,form", "N2,2026-12-01T10:00Z,form"]
    house.write("leads.csv", "\n".join(rows))
    house.write("events.csv", EVENTS.splitlines()[0])

    assert "1 lead, 0 events" in shown(house)
    assert "left out: 1 lead later than that" in shown(house)
    assert "'N2' was captured only at 2026-12-01T10:00:00Z, after --at" in refused(
        *house.run("--explain", "N2")
    )


def test_a_lead_that_is_not_ready_or_not_known_enough_says_so(house: House) -> None:
    house.write("leads.csv", "id,captured_at,source\nN1,2026-11-01T10:00Z,form")
    house.write("events.csv", EVENTS.splitlines()[0])

    assert "not routed: does not meet card.sales_ready is True" in shown(house, "--explain", "N1")

    model = house.text("model.toml").replace(
        '"card.sales_ready", equals = true', '"lead.title", equals = "VP"'
    )
    house.write("model.toml", model)
    assert "not routed: too little is known to say whether lead.title is 'VP'" in shown(
        house, "--explain", "N1"
    )
    assert "Undecided: 1 lead of whom too little is known" in shown(house)


def test_the_clock_of_an_explained_lead_is_shown_on_both_calendars(house: House) -> None:
    section = shown(house, "--explain", "L4", columns="120").partition("Why: lead L4")[2]

    assert "breached" in section
    assert "95 h 55 min" in section
    assert "15 h 55 min" in section


def test_late_leads_are_listed_with_everyone_whom_to_alert(house: House) -> None:
    report = shown(house)

    assert "Late: 1 promise past due and still open" in report
    assert table(report, "Late")[0] == [
        "L4", "dirk", "2026-11-05 11:05", "95 h 55 min", "15 h 55 min", "dirk, max", "-",
    ]  # fmt: skip


def test_measures_are_shown_overall_by_source_and_by_rep(house: House) -> None:
    report = shown(house)
    picked_up = report.partition("\nPicked up")[2].partition("\nWhat became")[0]

    assert [line.split() for line in picked_up.splitlines()[3:]] == [
        ["all", "2", "1", "0", "1", "50%"],
        [],
        ["by", "source"],
        ["demo_request", "2", "1", "0", "1", "50%"],
        [],
        ["by", "rep"],
        ["dirk", "1", "0", "0", "1", "0%"],
        ["ida", "1", "1", "0", "0", "100%"],
    ]
    assert "1 h 15 min" in report.partition("Time to the first answer")[2]


def test_numbers_end_in_one_column(house: House) -> None:
    report = shown(house).partition("\nPicked up")[2].partition("\nWhat became")[0]
    ends = {len(line) for line in report.splitlines()[1:] if line and not line.startswith("by ")}

    assert len(ends) == 1


def test_refused_events_are_counted_by_code_with_examples(house: House) -> None:
    report = shown(house)

    assert "Refused events: 1" in report
    assert ["not_allowed", "1"] in table(report, "Refused events")
    assert "\ne8     L3    not_allowed  " in report


def test_surprising_events_and_duplicates_are_listed(house: House) -> None:
    house.write("events.csv", f"{EVENTS}e12,L4,touched,2026-11-05T10:30:00+01:00,fleur,,,\n")
    report = shown(house)

    assert "Surprising events, noted only: 1" in report
    assert ["not_the_owner", "1"] in table(report, "Surprising events")
    assert table(report, "Duplicates") == [["L5", "L1", "same e-mail address chiara@example.com"]]


def test_long_lists_are_cut_short_and_say_by_how_much(house: House) -> None:
    report = shown(house, "--limit", "1")

    assert len(table(report, "Routing")) == 2
    assert "... and 2 more, --limit 3 shows all" in report
    assert "L6    Finn" not in report


def test_a_run_without_events_needs_no_file_of_them(house: House) -> None:
    arguments = house.run()
    place = arguments.index("--events")
    del arguments[place : place + 2]
    done = invoke(*arguments)

    assert done.exit_code == 0
    assert "no lead waits for a rep" in done.stdout
    assert "no lead was assigned yet" in done.stdout


@pytest.mark.parametrize("width", [72, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(house: House, width: int) -> None:
    for lead in ("L1", "L4"):
        report = shown(house, "--explain", lead, columns=str(width))

        assert max(map(len, report.splitlines())) <= width


def test_without_a_terminal_there_is_no_colour_and_the_width_is_fixed(house: House) -> None:
    for columns in ("", "wide"):
        report = shown(house, columns=columns)

        assert "\x1b" not in report
        assert report == shown(house, columns="100")


def test_a_name_cannot_steer_the_terminal_nor_be_taken_for_markup(house: House) -> None:
    leads = house.text("leads.csv").replace("Chiara Rè", "\x1b[2J[bold]x[/bold] :smile:")
    house.write("leads.csv", leads)
    report = shown(house, columns="120")

    assert "\x1b" not in report
    assert "\\x1b[2J[bold]x[/bold] :smile:" in report


# ---------------------------------------------------------------------------------------------------- the document


def test_the_document_holds_every_lead_and_every_decision_with_its_candidates(house: House) -> None:
    found = document(house)

    assert found["model"] == "2026.1"
    assert found["at"] == "2026-11-09T09:00:00Z"
    assert found["leads"]["L4"] == {"stage": "assigned", "label": "A1", "fit": 50, "score": 40}
    assert sorted(found["leads"]) == ["L1", "L2", "L3", "L4", "L5", "L6"]
    assert [(each["lead"], each["rep"], len(each["candidates"])) for each in found["decisions"]] == [
        ("L1", "ida", 3),
        ("L2", "ida", 3),
        ("L6", None, 3),
    ]
    assert found["late"][0]["alert"] == ["dirk", "max"]
    assert found["late"][0]["waited"] == (95 * 60 + 55) * 60
    assert found["measures"]["overall"][0]["assigned"] == 2
    assert {key: found["refused"][0][key] for key in ("event", "lead", "code")} == {
        "event": "e8",
        "lead": "L3",
        "code": "not_allowed",
    }
    assert found["duplicates"][0]["of"] == "L1"
    assert (found["repeated"], len(found["in_future"]), found["explained"]) == (1, 1, None)


def test_the_document_explains_the_lead_that_was_asked_for(house: House) -> None:
    told = document(house, "--explain", "L4")["explained"]

    assert told["state"]["stage"] == "assigned"
    assert [line["rule"] for line in told["card"]["lines"]] == ["decides", "budget", "demo", "page"]
    assert told["clocks"][0]["state"] == "breached"
    assert told["decision"] is None
    assert told["why_no_decision"] == "is assigned and waits for no rep"


def test_the_document_is_the_same_whatever_the_order_of_the_rows(house: House) -> None:
    before = shown(house, "--json")
    for name in ("leads.csv", "reps.csv", "events.csv"):
        header, *rows = house.text(name).splitlines()
        house.write(name, "\n".join([header, *reversed(rows)]))

    assert shown(house, "--json") == before
    assert before.isascii()


def test_json_lines_give_the_same_document_as_csv(house: House) -> None:
    for name in ("leads", "reps", "events"):
        house.write(f"{name}.jsonl", house.as_json_lines(f"{name}.csv"))

    from_json_lines = shown(house, "--json", leads="leads.jsonl", reps="reps.jsonl", events="events.jsonl")

    assert from_json_lines == shown(house, "--json")


# ------------------------------------------------------------------------------------------------------- refusals


def test_the_faults_of_all_files_are_said_at_once(house: House) -> None:
    house.write("leads.csv", "id,captured_at,source\nL1,today,form\n")
    house.write("reps.csv", "id,zone,hours,languages\nann,Europe/Zurch,office,en\n")
    house.write("events.csv", "id,lead\n")
    said = refused(*house.run())

    assert f"{house.path('leads.csv')}:2 captured_at: 'today' is not an ISO 8601 instant" in said
    assert (
        f"{house.path('reps.csv')}:2 zone: 'Europe/Zurch' is not a time zone, did you mean 'Europe/Zurich'?"
        in said
    )
    assert f"{house.path('events.csv')}:1 kind: the column is missing, it is required" in said


def test_names_that_refer_to_nothing_are_said_with_their_line(house: House) -> None:
    house.write("events.csv", f"{EVENTS}x1,L44,assigned,2026-11-09T08:56:00+01:00,idaa,,,\n")
    said = refused(*house.run())

    assert (
        f"{house.path('events.csv')}:14 lead: 'L44' is not in {house.path('leads.csv')}, did you mean 'L4'?"
        in said
    )
    assert (
        f"{house.path('events.csv')}:14 rep: 'idaa' is not in {house.path('reps.csv')}, did you mean 'ida'?"
        in said
    )


def test_a_model_with_faults_is_refused_with_each_path(house: House) -> None:
    house.write("model.toml", house.text("model.toml").replace('"A1", "A2"', '"A1", "A9"'))
    said = refused(*house.run())

    assert f"{house.path('model.toml')} has 1 fault" in said
    assert "$.scoring.sales_ready[1]: unknown label 'A9'" in said


@pytest.mark.parametrize("at", ["2026-11-09T10:00", "noon", "", "2026-11-09"])
def test_an_instant_without_offset_or_that_is_none_is_refused(house: House, at: str) -> None:
    assert "--at" in refused(*house.run(at=at))


def test_an_unknown_lead_to_explain_is_refused_with_the_nearest(house: House) -> None:
    assert refused(*house.run("--explain", "L44")) == "unknown lead 'L44', did you mean 'L4'?\n"


def test_a_missing_file_and_a_folder_are_refused_by_name(house: House) -> None:
    (house.folder / "folder.csv").mkdir()
    said = refused(*house.run(leads="nothing.csv", events="folder.csv"))

    assert f"{house.path('nothing.csv')!r}: no such file or directory" in said
    assert f"{house.path('folder.csv')!r}: is a directory" in said


def test_a_suffix_that_names_no_format_is_refused_with_those_that_do(house: House) -> None:
    house.write("leads.xlsx", b"PK")

    assert "expected one of .csv, .jsonl, .ndjson" in refused(*house.run(leads="leads.xlsx"))
    assert "expected one of .json, .toml" in refused("check", house.path("leads.csv"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("id,captured_at,source\nL1,2026-11-06T10:00Z,Zürich\n".encode("latin-1"), 2),
        ("id,lead\n".encode("utf-16"), 1),
    ],
)
def test_a_file_that_is_not_utf8_is_refused_with_the_line(house: House, content: bytes, line: int) -> None:
    house.write("leads.csv", content)
    said = refused(*house.run())

    assert f"{house.path('leads.csv')}:{line}" in said
    assert "is not UTF-8 text" in said


def test_a_wrong_option_is_refused_as_every_other_fault(house: House) -> None:
    assert "--limit" in refused(*house.run("--limit", "-1"))
    assert "--leads" in refused("run", house.path("model.toml"))


# --------------------------------------------------------------------------------------------- the other commands


def test_check_says_ok_or_every_fault(house: House) -> None:
    done = invoke("check", house.path("model.toml"))
    assert (done.exit_code, done.stdout) == (0, f"{house.path('model.toml')}: ok, version 2026.1\n")

    house.write(
        "model.toml", house.text("model.toml").replace("points = 30", 'points = "x"').replace('"B1"', '"Z1"')
    )
    said = refused("check", house.path("model.toml"))
    assert "$.scoring.fit[0].points" in said
    assert "$.scoring.sales_ready[2]" in said


def test_schema_is_the_json_schema_of_a_model() -> None:
    done = invoke("schema")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["$schema"].startswith("https://json-schema.org/")
