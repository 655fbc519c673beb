"""Lengths of time as people write and read them."""

import re
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadmodel.errors import InputError
from leadmodel.records import duration, spell

UNIT = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
GRAMMAR = re.compile(r"(?:(\d{1,12})d)?(?:(\d{1,12})h)?(?:(\d{1,12})m)?(?:(\d{1,12})s)?", re.ASCII)
CENTURY = 36_525 * 86_400


def slow_seconds(text: str) -> int | None:
    """The grammar as one regular expression: each unit at most once, the longest first."""
    found = GRAMMAR.fullmatch(text)
    if not text or found is None:
        return None
    seconds = sum(int(digits or 0) * size for digits, size in zip(found.groups(), UNIT.values(), strict=True))
    return seconds if 0 < seconds <= CENTURY else None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", timedelta(hours=2)),
        ("90m", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1d12h", timedelta(hours=36)),
        ("3d", timedelta(days=3)),
        ("45s", timedelta(seconds=45)),
        ("1d1h1m1s", timedelta(days=1, hours=1, minutes=1, seconds=1)),
        ("36525d", timedelta(days=36_525)),
        ("0h5m", timedelta(minutes=5)),
    ],
)
def test_a_length_is_what_it_says(text: str, length: timedelta) -> None:
    assert duration(text) == length


def test_a_day_is_24_elapsed_hours() -> None:
    assert duration("1d") == duration("24h") == timedelta(hours=24)


@pytest.mark.parametrize(
    "text",
    [
        "", "0h", "0d0h0m0s", "-2h", "+2h", "2", "h", "h2", "2 h", " 2h", "2H", "2h2h", "30m2h", "1.5h", "1,5h",
        "2w", "two hours", "PT2H", "36525d1s", "36526d", "9999999999999d", "٢h", "²h", "2h\n",
    ],
)  # fmt: skip
def test_what_is_no_length_is_refused_by_the_name_of_its_argument(text: str) -> None:
    with pytest.raises(InputError, match=r"^respond_within: .* is not a length of time") as caught:
        duration(text, "respond_within")

    assert (caught.value.argument, caught.value.value) == ("respond_within", text)


@given(
    st.text(alphabet="0123456789dhms", max_size=16)
    | st.text(max_size=12)
    | st.from_regex(GRAMMAR, fullmatch=True)
)
@example("000000000001h")
@example("0000000000001h")
def test_any_text_is_a_length_by_the_grammar_or_an_input_error(text: str) -> None:
    wanted = slow_seconds(text)
    if wanted is None:
        with pytest.raises(InputError):
            duration(text)
    else:
        assert duration(text) == timedelta(seconds=wanted)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(hours=65, minutes=59), "65 h 59 min"),
        (timedelta(minutes=119), "1 h 59 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, seconds=59), "2 h"),
        (timedelta(hours=1, minutes=5), "1 h 05 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=1), "1 s"),
        (timedelta(0), "0 min"),
        (timedelta(microseconds=999_999), "0 min"),
        (-timedelta(microseconds=1), "0 min"),
        (-timedelta(seconds=20), "-20 s"),
        (-timedelta(hours=1, minutes=5), "-1 h 05 min"),
        (timedelta(days=3), "72 h"),
    ],
)
def test_a_length_is_said_as_people_say_it(length: timedelta, said: str) -> None:
    assert spell(length) == said


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=40_000)))
def test_what_is_said_is_the_length_to_the_minute(length: timedelta) -> None:
    hours, minutes = re.fullmatch(r"(?:(\d+) h)? ?(?:(\d+) min)?", spell(length)).groups(default="0")  # type: ignore[union-attr]
    said = timedelta(hours=int(hours), minutes=int(minutes))

    assert timedelta(0) <= length - said < timedelta(minutes=1)
    assert spell(-length) == f"-{spell(length)}"
