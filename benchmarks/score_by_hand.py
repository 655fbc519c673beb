"""The rules of `score_model` as ifs: what somebody writes who knows the rules and the types beforehand.

None-safe, case-insensitive, and one look at each value; what a library adds to that shows in its ratio to this.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadmodel.records import Case, EventKind
from leadmodel.scoring import Decay

__all__ = ["events_by_hand", "explained_by_hand", "points_by_hand"]

Row = Mapping[str, Any]
Reason = tuple[str, int, str]
ACTIVITY = EventKind.ACTIVITY
#: What is left of a webinar and of a download, in thousandths by hours of age.
WEBINAR = Decay(half_life="14d").table(15_000).by_hour
DOWNLOAD = Decay(half_life="30d").table(6_000).by_hour


def points_by_hand(row: Row) -> tuple[int, int]:
    """Fit and score of a row."""
    get = row.get
    fit = score = 0
    title = get("lead.title")
    if title is not None:
        title = title.casefold()
        if "vp" in title or "vice president" in title:
            fit += 20
        if "director" in title:
            fit += 15
        if "student" in title or "intern" in title:
            fit -= 50
    industry = get("company.industry")
    if industry is not None and industry.casefold() in {"software", "finance", "logistics"}:
        fit += 10
    country = get("lead.country")
    if country is not None and country.casefold() in {"us", "ca", "gb"}:
        fit += 5
    revenue = get("company.revenue")
    if revenue is not None and revenue > 50_000_000:
        fit += 10
    employees = get("company.employees")
    if employees is not None:
        if employees >= 1000:
            fit += 10
        elif employees >= 100:
            fit += 5
        elif employees <= 20:
            fit -= 5
    source = get("lead.source")
    if source is not None and source.casefold() == "referral":
        fit += 10
    if get("fields.target") is True:
        fit += 15
    email = get("lead.email")
    if email is not None and email.casefold().endswith(("gmail.com", "yahoo.com")):
        fit -= 10
    if get("fields.phone") is not None:
        fit += 5
    budget = get("fields.budget")
    if budget is not None and budget >= 100_000:
        fit += 10
    # `min` would read better, and is a call.
    if get("count(demo)"):
        score += 30
    times = get("count(webinar)")
    if times:
        score += 15 * times if times < 2 else 30
    times = get("count(pricing)")
    if times:
        score += 8 * times if times < 3 else 24
    times = get("count(download)")
    if times:
        score += 6 * times if times < 5 else 30
    times = get("count(page)")
    if times:
        score += min(5, times)
    times = get("count(unsubscribed)")
    if times:
        score -= 30 * times
    return fit, score


def done(name: str, times: int, counted: int) -> str:
    says = name if times < 2 else f"{name} ({times} times)"
    return says if counted == times else f"{says}, {counted} counted"


def explained_by_hand(row: Row) -> tuple[int, int, list[Reason]]:
    """The same, with a reason for each rule that gave or took something."""
    get = row.get
    fit = score = 0
    reasons: list[Reason] = []
    because = reasons.append
    title = get("lead.title")
    if title is not None:
        title = title.casefold()
        if "vp" in title or "vice president" in title:
            fit += 20
            because(("vice_president", 20, "lead.title contains 'vp' or 'vice president'"))
        if "director" in title:
            fit += 15
            because(("director", 15, "lead.title contains 'director'"))
        if "student" in title or "intern" in title:
            fit -= 50
            because(("student", -50, "lead.title contains 'student' or 'intern'"))
    industry = get("company.industry")
    if industry is not None and industry.casefold() in {"software", "finance", "logistics"}:
        fit += 10
        because(("industry", 10, "company.industry is one of 'software', 'finance', 'logistics'"))
    country = get("lead.country")
    if country is not None and country.casefold() in {"us", "ca", "gb"}:
        fit += 5
        because(("country", 5, "lead.country is one of 'US', 'CA', 'GB'"))
    revenue = get("company.revenue")
    if revenue is not None and revenue > 50_000_000:
        fit += 10
        because(("revenue", 10, "company.revenue is above 50000000"))
    employees = get("company.employees")
    if employees is not None:
        if employees >= 1000:
            fit += 10
            because(("large", 10, "company.employees is at least 1000"))
        elif employees >= 100:
            fit += 5
            says = "(company.employees is at least 100 and company.employees is below 1000)"
            because(("middle", 5, says))
        elif employees <= 20:
            fit -= 5
            because(("tiny", -5, "company.employees is at most 20"))
    source = get("lead.source")
    if source is not None and source.casefold() == "referral":
        fit += 10
        because(("referral", 10, "lead.source is 'referral'"))
    if get("fields.target") is True:
        fit += 15
        because(("target", 15, "fields.target is True"))
    email = get("lead.email")
    if email is not None and email.casefold().endswith(("gmail.com", "yahoo.com")):
        fit -= 10
        because(("private", -10, "lead.email ends with 'gmail.com' or 'yahoo.com'"))
    if get("fields.phone") is not None:
        fit += 5
        because(("phone", 5, "fields.phone is known"))
    budget = get("fields.budget")
    if budget is not None and budget >= 100_000:
        fit += 10
        because(("budget", 10, "fields.budget is at least 100000"))
    times = get("count(demo)")
    if times:
        score += 30
        because(("demo", 30, done("demo", times, 1)))
    times = get("count(webinar)")
    if times:
        counted = min(2, times)
        score += 15 * counted
        because(("webinar", 15 * counted, done("webinar", times, counted)))
    times = get("count(pricing)")
    if times:
        counted = min(3, times)
        score += 8 * counted
        because(("pricing", 8 * counted, done("pricing", times, counted)))
    times = get("count(download)")
    if times:
        counted = min(5, times)
        score += 6 * counted
        because(("download", 6 * counted, done("download", times, counted)))
    times = get("count(page)")
    if times:
        counted = min(5, times)
        score += counted
        because(("page", counted, done("page", times, counted)))
    times = get("count(unsubscribed)")
    if times:
        score -= 30 * times
        because(("unsubscribed", -30 * times, done("unsubscribed", times, times)))
    return fit, score, reasons


def fit_by_hand(case: Case) -> int:
    """The fit of a lead, read from its own fields."""
    lead = case.lead
    company = lead.company
    own = lead.fields.get
    fit = 0
    title = lead.title
    if title is not None:
        title = title.casefold()
        if "vp" in title or "vice president" in title:
            fit += 20
        if "director" in title:
            fit += 15
        if "student" in title or "intern" in title:
            fit -= 50
    industry = company.industry
    if industry is not None and industry.casefold() in {"software", "finance", "logistics"}:
        fit += 10
    if lead.country is not None and lead.country in {"US", "CA", "GB"}:
        fit += 5
    revenue = company.revenue
    if revenue is not None and revenue > 50_000_000:
        fit += 10
    employees = company.employees
    if employees is not None:
        if employees >= 1000:
            fit += 10
        elif employees >= 100:
            fit += 5
        elif employees <= 20:
            fit -= 5
    if lead.source.casefold() == "referral":
        fit += 10
    if own("target") is True:
        fit += 15
    email = lead.email
    if email is not None and email.casefold().endswith(("gmail.com", "yahoo.com")):
        fit -= 10
    if own("phone") is not None:
        fit += 5
    budget: Any = own("budget")
    if budget is not None and budget >= 100_000:
        fit += 10
    return fit


def events_by_hand(case: Case, at: datetime) -> tuple[int, int]:
    """Fit and score of a case as of an instant: one walk through its history, the latest first."""
    demos = pricing = downloads = pages = recent = unsubscribed = faded = 0
    for event in reversed(case.history):
        if event.kind is not ACTIVITY:
            continue
        age = at - event.at
        hours = age.days * 24 + age.seconds // 3600
        if hours < 0:
            continue
        name = event.activity
        if name == "page":
            if hours < 14 * 24:
                pages += 1
                if hours < 7 * 24:
                    recent += 1
        elif name == "pricing":
            if hours < 30 * 24:
                pricing += 1
        elif name == "download":
            if downloads < 3:
                downloads += 1
                if hours < len(DOWNLOAD):
                    faded += DOWNLOAD[hours]
        elif name == "webinar":
            if hours < len(WEBINAR):
                faded += WEBINAR[hours]
        elif name == "demo":
            demos += 1
        elif name == "unsubscribed":
            unsubscribed += 1
    score = (30 if demos else 0) + 8 * (min(3, pricing)) + pages - 30 * unsubscribed
    if recent >= 3:
        score += 10
    return fit_by_hand(case), score + faded // 1000
