"""The example service, called as a browser would call it."""

from datetime import UTC, datetime
from pathlib import Path

import fastapi_service
import pytest
from fastapi.testclient import TestClient

MONDAY = datetime(2026, 11, 9, 15, tzinfo=UTC)


class Clock:
    """The service's clock, set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def client(clock: Clock) -> TestClient:
    return TestClient(fastapi_service.create_app(fastapi_service.office_of_the_sample(), now=clock))


LEAD = {
    "id": "L1",
    "captured_at": "2026-11-09T15:00:00Z",
    "source": "demo_request",
    "title": "VP Sales",
    "country": "CH",
    "languages": ["it-CH"],
    "company": {"revenue": 80_000_000, "employees": 2_000, "industry": "software"},
}


def test_a_new_lead_is_scored_and_given_to_somebody_who_speaks_its_language(client: TestClient) -> None:
    answer = client.post("/leads", json=LEAD)

    assert answer.status_code == 201
    decision = answer.json()["decision"]
    assert decision["rep"] == "ida"
    assert {each["rep"]: each["why_not"] for each in decision["candidates"]}["fleur"] == "language"
    assert client.get("/leads/L1").json()["state"]["stage"] == "assigned"


def test_a_human_touch_stops_the_clock_and_a_late_one_breaches(client: TestClient, clock: Clock) -> None:
    client.post("/leads", json=LEAD)
    touch = {"id": "e1", "lead": "L1", "kind": "touched", "at": "2026-11-10T15:00:00Z", "rep": "ida"}

    clock.at = datetime(2026, 11, 10, 16, tzinfo=UTC)
    assert client.post("/events", json=touch).json()["state"]["stage"] == "working"
    clocks = client.get("/leads/L1").json()["clocks"]
    response = next(each for each in clocks if each["name"] == "response")
    assert response["state"] == "breached"
    assert response["cycles"][0]["reading"]["used_calendar"] == 24 * 3600


def test_an_illegal_move_is_refused_with_its_reason(client: TestClient) -> None:
    client.post("/leads", json=LEAD)
    answer = client.post(
        "/events", json={"id": "e1", "lead": "L1", "kind": "qualified", "at": "2026-11-09T16:00:00Z"}
    )

    assert answer.status_code == 409
    assert answer.json()["detail"]["code"] == "not_allowed"
    assert client.get("/leads/L1").json()["state"]["stage"] == "assigned"


def test_a_lead_that_is_here_already_or_not_at_all_is_said_so(client: TestClient) -> None:
    client.post("/leads", json=LEAD)

    assert client.post("/leads", json=LEAD).status_code == 409
    assert client.get("/leads/L2").status_code == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"captured_at": "2026-11-09T15:00:00"}, "no time zone"),
        ({"languages": ["italian"]}, "is not a language tag"),
        ({"country": "Switzerland"}, "is not a country code"),
        ({"captured_at": "yesterday"}, "datetime"),
    ],
)
def test_bad_input_is_a_422_that_says_what_would_be_right(
    client: TestClient, change: dict[str, object], told: str
) -> None:
    answer = client.post("/leads", json=LEAD | change)

    assert answer.status_code == 422
    assert told in answer.text


def test_the_service_stays_short() -> None:
    assert len(Path(fastapi_service.__file__).read_text(encoding="utf-8").splitlines()) < 150
