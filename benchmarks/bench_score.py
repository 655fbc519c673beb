"""The score of one lead, against the same rules written as ifs, and against libraries that evaluate rules.

Every comparison asks the same fifty leads. All sides read the same rows, with the same ready-made counts, and their
answers are compared on a thousand leads before anything is timed.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from harness import Comparison
from leadmodel.records import Case
from leadmodel.scoring import Line, Outcome, Rated, compile_scoring, lines_of, score
from score_by_hand import events_by_hand, explained_by_hand, points_by_hand
from score_model import MODEL, NOON, OVER_EVENTS, cases, rows
from score_peers import PEERS, Pointed

__all__ = ["benchmarks"]

LEADS = 50
CHECKED = 1000
Row = dict[str, Any]


class House:
    """As much of a model as a scorecard needs."""

    scoring = OVER_EVENTS


def over(asked: list[Any], answer: Callable[[Any], object]) -> Callable[[], None]:
    """Each lead in turn; the answers are let go."""

    def all_of_them() -> None:
        for each in asked:
            answer(each)

    return all_of_them


def agree(
    name: str, asked: list[Any], ours: Callable[[Any], object], reference: Callable[[Any], object]
) -> None:
    for each in asked:
        if ours(each) != reference(each):
            raise AssertionError(f"{name}: {ours(each)!r} is not {reference(each)!r} for {each!r}")


def what_counted(lines: tuple[Line, ...]) -> list[tuple[str, object, str]]:
    return [(line.rule, line.points, line.says) for line in lines if line.outcome is Outcome.MATCH]


def of_rows() -> list[Comparison]:
    """Twenty rules, to points and to a card, against the ifs and against each peer that is installed."""
    scorer = compile_scoring(MODEL)
    many = rows(CHECKED)
    asked = many[:LEADS]

    def carded(row: Row) -> tuple[int, int]:
        card = scorer.rate(row)
        return card.fit, card.score

    references: list[tuple[str, str, Pointed, int]] = [("ifelse", "the rules as ifs", points_by_hand, 5)]
    for name, (module, reference_is, build) in PEERS.items():
        if find_spec(module) is not None:
            references.append((name, reference_is, build(), 1))
    found = []
    for name, reference_is, reference, number in references:
        agree(f"score.one_20_rules.points.vs_{name}", many, scorer.points, reference)
        agree(f"score.one_20_rules.card.vs_{name}", many, carded, reference)
        ours: dict[str, Callable[[Row], object]] = {"points": scorer.points, "card": scorer.rate}
        found += [
            Comparison(
                name=f"score.one_20_rules.{what}.vs_{name}",
                ours=over(asked, answer),
                reference=over(asked, reference),
                reference_is=reference_is,
                number=5,
                reference_number=number,
                note=f"{LEADS} leads",
            )
            for what, answer in ours.items()
        ]
    return found


def explained() -> Comparison:
    """Every reason read: ours has a line for what did not match too, and for what is not known."""
    scorer = compile_scoring(MODEL)
    many = rows(CHECKED)

    def ours(row: Row) -> tuple[Line, ...]:
        return lines_of(scorer.rate(row))

    def told(row: Row) -> tuple[int, int, list[tuple[str, object, str]]]:
        rated: Rated = scorer.rate(row)
        return rated.fit, rated.score, what_counted(lines_of(rated))

    agree("score.one_20_rules.explained", many, told, explained_by_hand)
    return Comparison(
        name="score.one_20_rules.explained",
        ours=over(many[:LEADS], ours),
        reference=over(many[:LEADS], explained_by_hand),
        reference_is="the rules as ifs that collect a reason for each match",
        number=2,
        note=f"{LEADS} leads",
    )


def of_events() -> list[Comparison]:
    """Twenty events a lead: counts, windows, limits and decay; to points, and to the whole card."""
    scorer = compile_scoring(OVER_EVENTS)
    many = cases(CHECKED)

    def ours(case: Case) -> tuple[int, int]:
        return scorer.points_of(case.lead, case.history, NOON)

    def carded(case: Case) -> tuple[int, int]:
        card = score(case, House, at=NOON)
        return card.fit, card.score

    def by_hand(case: Case) -> tuple[int, int]:
        return events_by_hand(case, NOON)

    found = []
    for name, answer, number in (
        ("score.one_20_events", ours, 3),
        ("score.one_20_events.scorecard", carded, 1),
    ):
        agree(name, many, answer, by_hand)
        found.append(
            Comparison(
                name=name,
                ours=over(many[:LEADS], answer),
                reference=over(many[:LEADS], by_hand),
                reference_is="one walk through the history, by hand",
                number=number,
                reference_number=3,
                note=f"{LEADS} leads",
            )
        )
    return found


def benchmarks() -> list[Comparison]:
    return [*of_rows(), explained(), *of_events()]
