"""What knows the outcome beforehand is suspected, what is merely good is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadmodel.whatif import Feature, Judged, Suspect, leak_suspects
from tests.whatif.making import HOUR, START, judged, outcomes, shuffled, still_open


def codes(found: tuple[Suspect, ...]) -> list[tuple[str, str, str]]:
    return [(each.code, each.of, each.name) for each in found]


def crowd(many: int = 400, **of_each: Any) -> list[Judged]:
    """Every fourth won; the score is a little better than a coin. `of_each` makes a field from number and end."""
    return [
        judged(
            f"L{n}",
            at=START + n * HOUR,
            score=n * 7 % 10 + 2 * (n % 4 == 0),
            won=n % 4 == 0,
            **{name: make(n, n % 4 == 0) for name, make in of_each.items()},
        )
        for n in range(many)
    ]


def test_a_feature_that_is_known_only_after_scoring_is_suspected_however_weak() -> None:
    def length(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="length", value=n % 3, known_at=START + n * HOUR + (n % 2) * HOUR),)

    [suspect] = leak_suspects(crowd(100, features=length))

    assert (suspect.code, suspect.name, suspect.late, suspect.leads) == ("known_late", "length", 50, 100)
    assert str(suspect) == "known_late: feature length was known only after scoring in 50 of 100 rows"


def test_known_at_the_instant_of_scoring_is_known_in_time() -> None:
    on_time = (Feature(name="length", value=1, known_at=START),)

    assert leak_suspects([judged(features=on_time)]) == ()


def test_a_lead_that_was_scored_when_its_end_was_known_is_suspected() -> None:
    rows = [judged("a", known_at=START), judged("b", known_at=START + HOUR), judged("c")]
    [suspect] = leak_suspects(rows)

    assert (suspect.code, suspect.of, suspect.late, suspect.leads) == ("scored_late", "lead", 1, 2)


@pytest.mark.parametrize("turned", [1, -1])
def test_a_feature_that_separates_nearly_perfectly_is_suspected_in_either_direction(turned: int) -> None:
    def value(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="spend", value=turned * (n % 20 + (15 if won else 0))),)

    found = leak_suspects(crowd(features=value))

    assert codes(found) == [("separates", "feature", "spend"), ("beats_the_score", "feature", "spend")]
    assert all(each.auc is not None and each.auc >= 0.9 for each in found)


def test_a_rule_that_separates_nearly_perfectly_is_suspected() -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("customer_number",) if won != (n % 50 == 0) else ("visited",)

    found = leak_suspects(crowd(rules=matched))

    assert ("separates", "rule", "customer_number") in codes(found)
    assert ("nearly_all_won", "rule", "customer_number") in codes(found)


def test_a_rule_that_matches_seldom_and_then_is_always_won_is_suspected_though_it_separates_little() -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("invoice_sent",) if won and n % 20 == 0 else ()

    [suspect] = leak_suspects(crowd(1000, rules=matched))

    assert (suspect.code, suspect.name) == ("nearly_all_won", "invoice_sent")
    assert suspect.won is not None
    assert (suspect.won.part, suspect.won.whole) == (50, 50)


def test_a_field_that_is_filled_in_only_for_the_won_is_suspected_whatever_it_says() -> None:
    def value(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="contract", value=n % 5 if won else None),)

    found = codes(leak_suspects(crowd(features=value)))

    assert found == [("separates", "filled", "contract"), ("beats_the_score", "filled", "contract")]


def test_a_field_that_most_rows_do_not_even_have_is_judged_the_same() -> None:
    def value(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="contract", value=n % 5),) if won else ()

    assert ("separates", "filled", "contract") in codes(leak_suspects(crowd(features=value)))


def test_a_score_that_is_too_good_is_suspected_itself() -> None:
    rows = [judged(f"L{n}", at=START + n * HOUR, score=n, won=n >= 90) for n in range(100)]
    [suspect] = leak_suspects(rows)

    assert (suspect.code, suspect.of) == ("separates", "score")
    assert "the score itself tells won from lost alone" in suspect.says


def test_honest_rules_and_features_are_not_suspected() -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("vp",) if n % 3 == 0 or (won and n % 5 == 0) else ()

    def value(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="visits", value=n * 3 % 7 + won), Feature(name="size", value=n % 11 or None))

    assert leak_suspects(crowd(rules=matched, features=value)) == ()


@pytest.mark.parametrize("many", [2, 4, 8])
def test_a_handful_of_leads_accuses_nobody(many: int) -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("lucky",) if won else ()

    assert leak_suspects(crowd(many, rules=matched)) == ()


def test_a_score_that_is_upside_down_does_not_make_every_feature_a_suspect() -> None:
    def value(n: int, won: bool) -> tuple[Feature, ...]:
        return (Feature(name="visits", value=n * 3 % 7 + 2 * won),)

    upside_down = [
        judged(
            each.lead, at=each.at, score=-(n % 9) - 4 * bool(each.won), won=each.won, features=each.features
        )
        for n, each in enumerate(crowd(features=value))
    ]

    assert leak_suspects(upside_down) == ()


def test_a_rule_that_is_named_twice_for_a_lead_counts_once() -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("invoice_sent",) * 2 if won and n % 20 == 0 else ()

    [suspect] = leak_suspects(crowd(1000, rules=matched))

    assert suspect.won is not None
    assert (suspect.won.part, suspect.won.whole) == (50, 50)


@given(outcomes(), st.data())
def test_the_order_of_the_leads_does_not_matter(rows: list[Judged], data: st.DataObject) -> None:
    assert leak_suspects(data.draw(shuffled(rows))) == leak_suspects(rows)


def test_leads_that_are_not_known_yet_say_nothing_about_separation() -> None:
    def matched(n: int, won: bool) -> tuple[str, ...]:
        return ("customer_number",) if won else ()

    rows = crowd(rules=matched)

    assert leak_suspects([*rows, *still_open(300, rules=("customer_number",))]) == leak_suspects(rows)
