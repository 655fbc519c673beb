"""Leads and evidence for the tests of whereabouts."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from leadmodel.hours import Hours, Week
from leadmodel.records import Lead, LeadId
from leadmodel.whereabouts import Confidence, Evidence, Source

NINE_TO_FIVE = ("09:00-17:00",)
OFFICE = Hours(
    name="office",
    week=Week(mon=NINE_TO_FIVE, tue=NINE_TO_FIVE, wed=NINE_TO_FIVE, thu=NINE_TO_FIVE, fri=NINE_TO_FIVE),
)

#: Some with two names in the list, some whose clocks agree, and some far away.
ZONES = [
    "America/Los_Angeles",
    "US/Pacific",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Oslo",
    "Europe/Zurich",
    "Asia/Kathmandu",
    "UTC",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def lead(
    *, country: str | None = None, zone: str | None = None, languages: tuple[str, ...] = (), name: str = "L1"
) -> Lead:
    return Lead(
        id=LeadId(name),
        captured_at=datetime(2026, 11, 6, tzinfo=UTC),
        source="form",
        country=country,
        zone=zone,
        languages=languages,
    )


def seen(source: Source, confidence: Confidence, *zones: str) -> Evidence:
    return Evidence(source=source, confidence=confidence, zones=zones, found="seen")


EVIDENCE = st.builds(
    lambda source, confidence, zones: seen(source, confidence, *zones),
    st.sampled_from(list(Source)),
    st.sampled_from(list(Confidence)),
    st.lists(st.sampled_from(ZONES), max_size=5),
)
