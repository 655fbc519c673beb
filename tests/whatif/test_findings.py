"""Every remark of a backtest has a case that brings it out, and a sound backtest has none."""

from typing import Any

import pytest

from leadmodel.whatif import Feature, Judged, RemarkCode, backtest
from tests.package_tree import ROOT
from tests.whatif.making import DAY, HOUR, START, judged, leads_of


def sound(times: int = 100, share: Any = lambda n: n) -> list[tuple[int, bool]]:
    """Ten scores, each the more often won the higher it is: of ten leads with score n n are won."""
    return [(score, (turn * 7 + score) % 10 < share(score)) for turn in range(times) for score in range(10)]


def codes(rows: list[Judged], **asked: Any) -> list[tuple[str, str]]:
    return [(remark.code, remark.about) for remark in backtest(rows, **asked).remarks]


@pytest.mark.parametrize("code", RemarkCode)
def test_the_page_says_what_each_code_means(code: RemarkCode) -> None:
    page = (ROOT / "docs" / "concepts" / "judging.md").read_text("utf-8")

    assert f"`{code}`" in page.partition("## What the remarks mean")[2]


def test_a_sound_backtest_has_no_remark() -> None:
    assert codes(leads_of(sound())) == []


def test_few_wins_are_told() -> None:
    assert codes(leads_of(sound(20))) == [("few_wins", "")]
    [remark] = backtest(leads_of(sound(20))).remarks
    assert remark.says.startswith("45 leads were won")


def test_few_losses_are_as_bad() -> None:
    rows = leads_of(sound(40, lambda n: n / 3 + 6.5))

    assert "leads were lost" in next(each.says for each in backtest(rows).remarks if each.code == "few_wins")


def test_leads_that_are_not_known_yet_are_told_with_what_they_may_change() -> None:
    rows = [*leads_of(sound()), judged("open", at=START + 2000 * HOUR, won=None, score=3)]
    [remark] = backtest(rows).remarks

    assert remark.code == "censored"
    assert remark.says.startswith("1 of 501 judged leads are not known yet")
    assert "between 44.9% and 45.1%" in remark.says


def test_one_end_only_tells_nothing() -> None:
    assert ("one_outcome_only", "") in codes(leads_of([(n, False) for n in range(10)]))


def test_a_score_that_is_a_coin_and_one_that_is_upside_down_are_told() -> None:
    coin = leads_of([(turn % 10, turn // 10 % 2 == 0) for turn in range(1000)])
    upside_down = leads_of([(-score, won) for score, won in sound()])

    assert ("not_better_than_chance", "") in codes(coin)
    assert ("worse_than_chance", "") in codes(upside_down)
    assert not {"worse_than_chance", "not_better_than_chance"} & {
        code for code, _ in codes(leads_of(sound()))
    }


def test_a_score_that_is_better_than_a_coin_only_in_so_few_leads_may_be_a_coin() -> None:
    report = backtest(leads_of([(turn % 3, turn % 3 > turn % 2) for turn in range(60)]))
    few = backtest(leads_of([(turn % 2, turn // 2 % 15 < 6 + turn % 2 * 2) for turn in range(60)]))

    assert report.separation.auc_low > 0.5
    assert few.separation.auc_low < 0.5 < (few.separation.auc or 0)
    assert "not_better_than_chance" in {remark.code for remark in few.remarks}
    assert "not_better_than_chance" not in {remark.code for remark in report.remarks}


def test_an_inverted_band_is_told_by_its_number_and_its_neighbours() -> None:
    rows = leads_of(sound(share=lambda n: {7: 4, 6: 8}.get(n, n)))

    assert ("bands_inverted", "3-4") in codes(rows)


def test_a_band_that_wins_other_than_it_did_is_told() -> None:
    early, late = sound(50), sound(50, lambda n: 0 if n == 9 else n)

    assert ("expectation_missed", "1") in codes(leads_of([*early, *late]))


def test_bands_that_ties_merge_are_told() -> None:
    assert codes(leads_of([(score // 5, won) for score, won in sound()])) == [("bands_merged", "")]
    assert codes(leads_of([(score // 5, won) for score, won in sound()]), bands=(1,)) == []


def test_an_inverted_cell_is_told_and_cells_without_an_order_too() -> None:
    def labelled(high: str, low: str) -> list[Judged]:
        return [
            judged(
                each.lead, at=each.at, score=each.score, won=each.won, label=high if each.score > 4 else low
            )
            for each in leads_of(sound())
        ]

    assert codes(labelled("A1", "A2")) == []
    assert codes(labelled("A2", "A1")) == [("cells_inverted", "A1-A2")]
    assert codes(labelled("hot", "cold")) == [("labels_not_ordered", "")]
    assert codes(labelled("hot", "cold"), labels=("hot", "cold")) == []


def test_a_leak_is_told_by_the_name_of_what_leaks() -> None:
    rows = [
        judged(
            each.lead,
            at=each.at,
            score=each.score,
            won=each.won,
            features=(Feature(name="length", value=1, known_at=each.at + DAY),),
        )
        for each in leads_of(sound())
    ]

    assert codes(rows) == [("leak_suspected", "length")]


def test_a_lead_that_is_there_twice_is_told() -> None:
    rows = leads_of(sound())
    again = judged(rows[0].lead, at=rows[-1].at, score=9)

    assert codes([*rows, again]) == [("lead_repeated", "")]


def test_a_line_that_does_not_fit_is_told() -> None:
    assert ("no_threshold_fits", "") in codes(
        [judged(f"{n}", at=START + n * HOUR) for n in range(20)], capacity=1
    )
    assert ("no_threshold_fits", "") not in codes(leads_of(sound()), capacity=3)
