"""Writes the made-up world of the demo: leads, reps and events of five weeks in October and November 2026.

    python examples/make_world.py --out DIR

The same bytes come out on every run and every Python: chance is drawn with `random()` alone, from a seed for each lead,
so that one more leaves the others who they are. Nobody in it exists. Without `--out` the files are written to `world/`.
"""

import argparse
import csv
import datetime as dt
import random
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent / "world"
CASES = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))
MODEL = tomllib.loads((HERE / "model.toml").read_text("utf-8"))
SEED = "leadmodel 2026"
FIRST_DAY = dt.date(2026, 10, 1)
DAYS = 37
AT = dt.datetime(2026, 11, 7, tzinfo=dt.UTC)
#: The router ran until here; who came later waits for the run of the demo.
LAST_RUN = dt.datetime(2026, 11, 6, 12, tzinfo=dt.UTC)
LEADS = 1_960
DUPLICATES = 40

T = TypeVar("T")


#: The file as it is; what the script needs of it is read from here too.
REPS_TABLE = """\
id,name,zone,hours,holidays,languages,territories,capacity,open_leads,manager,executive,leave
sam,Sam Okonjo,America/Los_Angeles,office,us,en,,60,,maya,vera,
rosa,Rosa Quintanar,America/Los_Angeles,with-lunch,us,es;en,MX,36,,maya,vera,
theo,Theo Larkin,America/Los_Angeles,office,us,en,CA,40,,maya,vera,2026-11-04/2026-11-12 vacation
nora,Nora Feld,America/New_York,office,us,en,US,80,6,maya,vera,
miguel,Miguel Tarrazo,America/New_York,evening,us,es;en,MX;ES,20,4,maya,vera,
olive,Olive Penhallow,Europe/London,six-days,,en,IE,,,otto,vera,
harry,Harry Blythe,Europe/London,office,,en,GB,40,,otto,vera,2026-10-12/2026-10-19 vacation
fleur,Fleur Nicoud,Europe/Zurich,continental,,fr,CH,35,,otto,vera,
lucie,Lucie Marchandin,Europe/Zurich,continental,,fr;en,FR;BE,35,,otto,vera,
ida,Ida Ferrazzi,Europe/Zurich,continental,,it;en,IT,30,,otto,vera,2026-10-19/2026-10-21 training
gerta,Gerta Wiesenthaler,Europe/Zurich,office,,de;en,DE;AT,50,,otto,vera,2026-11-02/2026-11-16 parental leave
priya,Priya Varanam,Asia/Kolkata,night,india,en,SG,20,,anika,vera,
arjun,Arjun Bellikar,Asia/Kolkata,evening,india,en,IN,40,,anika,vera,
lottie,Lottie Marrowby,Australia/Lord_Howe,office,australia,en,AU;NZ,55,,anika,vera,2026-11-09/2026-11-12 sailing
"""
REPS = {row["id"]: row for row in csv.DictReader(REPS_TABLE.splitlines())}
#: How much longer than others a rep takes to answer.
PACE = {"sam": 0.5, "priya": 0.6, "nora": 1.4, "fleur": 1.6, "olive": 1.8}


@dataclass(slots=True, kw_only=True)
class Lead:
    id: str
    captured_at: str
    source: str
    kind: str = "inbound"
    name: str = ""
    email: str = ""
    title: str = ""
    country: str = ""
    languages: str = ""
    company_name: str = ""
    company_industry: str = ""
    company_employees: str = ""
    company_revenue: str = ""
    fields_target_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: dt.datetime
    lead: str
    kind: str
    rep: str = ""
    reason: str = ""
    activity: str = ""
    automatic: bool = False
    subject: str = ""
    planned_from: dt.datetime | None = None
    planned_until: dt.datetime | None = None


# ------------------------------------------------------------------------------------------------------------- chance


class Dice:
    """Chance with one source, `random()`, whose sequence for a seed is the same on every Python."""

    def __init__(self, name: str) -> None:
        self.draw = random.Random(f"{SEED}/{name}").random

    def below(self, end: int) -> int:
        return int(self.draw() * end)

    def chance(self, share: float) -> bool:
        return self.draw() < share

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def weighted(self, weights: dict[T, int]) -> T:
        left = self.below(sum(weights.values()))
        for choice, weight in weights.items():
            if left < weight:
                return choice
            left -= weight
        raise AssertionError(weights)

    def span(self, least: dt.timedelta, most: dt.timedelta) -> dt.timedelta:
        return least + dt.timedelta(seconds=self.below(int((most - least).total_seconds())))


HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

# ------------------------------------------------------------------------------------------------------- working time

WEEKS = {pattern["name"]: pattern["week"] for pattern in MODEL["hours"]}
HOLIDAYS = {each["name"]: {day["date"] for day in each["days"]} for each in MODEL["holidays"]}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def shifts(rep: str, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """The shifts that a rep begins on a day, in UTC."""
    who = REPS[rep]
    if day in HOLIDAYS.get(who["holidays"], ()) or away(rep, day):
        return []
    spans = WEEKS[who["hours"]].get(WEEKDAYS[day.weekday()], [])
    return [
        (_wall(day, span[:5], who["zone"]), _wall(day, span[6:], who["zone"], after=span[:5]))
        for span in spans
    ]


def away(rep: str, day: dt.date) -> bool:
    """Whether a rep is on leave on a day."""
    spans = [each.split()[0].split("/") for each in REPS[rep]["leave"].split(";") if each]
    return any(start <= day.isoformat() < end for start, end in spans)


def _wall(day: dt.date, text: str, zone: str, after: str = "") -> dt.datetime:
    hour, minute = map(int, text.split(":"))
    if hour == 24 or text <= after:
        day, hour = day + DAY, hour % 24
    wall = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return wall.astimezone(dt.UTC)


def work_from(rep: str, at: dt.datetime, minutes: float = 0) -> dt.datetime:
    """When a rep has worked so many minutes from an instant on; with none, when they are next at work."""
    left = dt.timedelta(seconds=int(minutes * 60))
    day = at.astimezone(ZoneInfo(REPS[rep]["zone"])).date() - DAY
    while True:
        for start, end in shifts(rep, day):
            begin = max(start, at)
            if begin + left < end:
                return begin + left
            left -= max(end - begin, dt.timedelta(0))
        day += DAY


# ------------------------------------------------------------------------------------------------------ made-up people

FIRST = {
    "en": "Ada Basil Clara Dexter Edith Felix Greta Hugo Iris Jonah Kit Leda Milo Nell Oscar Pearl Quinn Rufus Una",
    "de": "Anselm Beate Jürgen Käthe Lorenz Ottilie Rüdiger Sabine Wenzel Ulrike",
    "fr": "Aurélie Bastien Céleste Désiré Fabrice Héloïse Léonie Maxence Noémie Solène",
    "it": "Agnese Bruno Chiara Donato Fiamma Livio Ornella Renzo Tosca Ubaldo",
    "es": "Álvaro Belén Ciro Dolores Íñigo Jimena Lázaro Mencía Rocío Tadeo",
}
LAST = {
    "en": "Ashgrove Bramwell Cobbold Drummore Everdell Fairweather Inkpen Juniper Lockhartson Merriden Ravenscar",
    "de": "Ackerling Birnstiel Dornfelder Eschenlohr Grünwalder Hasenöhrlin Mühlgassner Rebstöckl Tannhuber",
    "fr": "Beaucourtil Chantereine Desroseaux Fontbrune Hautpré Lavigniers Montclairet Rivesaltier",
    "it": "Bellacorte Campofiore Dellarocca Fontechiara Montalbori Pratolini Selvadoro Valdastico",
    "es": "Altavista Campoverde Fuensalida Montesinos Peñarroya Rioseco Torrealba Valdehermoso",
}
HEADS = (
    "Amber Birch Bramble Cinder Copper Dapple Ember Fennel Gossamer Harbour Indigo Juniper Kestrel Lantern Marrow "
    "Nettle Otter Pebble Quarry Russet Saffron Tansy Umber Velvet Willow Yarrow"
)
TAILS = "field gate haven mere moor reach spire stead vale wick"
INDUSTRIES = {
    "software": 20,
    "logistics": 12,
    "manufacturing": 14,
    "finance": 10,
    "healthcare": 14,
    "retail": 14,
    "education": 8,
    "energy": 8,
}
#: How many of a hundred come from a country, and by which clock they live.
COUNTRIES = {
    "US": (38, "America/New_York"),
    "GB": (12, "Europe/London"),
    "DE": (7, "Europe/Berlin"),
    "CA": (6, "America/Toronto"),
    "FR": (6, "Europe/Paris"),
    "CH": (5, "Europe/Zurich"),
    "IN": (5, "Asia/Kolkata"),
    "IT": (4, "Europe/Rome"),
    "ES": (4, "Europe/Madrid"),
    "MX": (4, "America/Mexico_City"),
    "AU": (4, "Australia/Sydney"),
    "AT": (2, "Europe/Vienna"),
    "BE": (2, "Europe/Brussels"),
    "IE": (2, "Europe/Dublin"),
    "SG": (2, "Asia/Singapore"),
    "BR": (2, "America/Sao_Paulo"),
    "NZ": (1, "Pacific/Auckland"),
    "JP": (1, "Asia/Tokyo"),
}
LANGUAGES = {
    "DE": {"de-DE": 5, "de-DE;en": 3, "en": 2},
    "AT": {"de-AT": 3, "de-AT;en": 1},
    "CH": {"de-CH": 4, "de-CH;en": 2, "fr-CH": 3, "it-CH": 1, "en": 2},
    "FR": {"fr-FR": 4, "fr-FR;en": 1},
    "BE": {"nl-BE;fr-BE": 1, "fr-BE": 2},
    "CA": {"en-CA": 4, "fr-CA": 1},
    "IT": {"it-IT": 1},
    "ES": {"es-ES": 1},
    "MX": {"es-MX": 4, "es-MX;en": 1},
    "BR": {"pt-BR;en": 1},
    "JP": {"ja;en": 1},
}
ROLES = ("Marketing", "Sales", "Operations", "IT", "Finance", "Customer Service", "Purchasing")
RANKS = {
    "VP {}": 6,
    "Chief {} Officer": 3,
    "Director of {}": 10,
    "Head of {}": 8,
    "{} Manager": 26,
    "{} Specialist": 24,
    "{} Analyst": 10,
    "": 6,
    "Student": 4,
    "Intern, {}": 1,
    "Job seeker": 2,
}
SOURCES = {
    "whitepaper": 27,
    "newsletter": 20,
    "webinar": 20,
    "demo_request": 7,
    "contact_us": 5,
    "pricing_request": 4,
    "tradeshow": 10,
    "outbound_list": 6,
    "referral": 3,
}
GLANCES = {"page_viewed": 6, "email_clicked": 2}
STUDIES = {"whitepaper_downloaded": 4, "page_viewed": 2}
ASKS = {
    "demo_request": "demo_requested",
    "contact_us": "contact_form_sent",
    "pricing_request": "pricing_page_viewed",
}


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    domain: str
    industry: str
    employees: int
    revenue: int
    target: bool


def companies() -> list[Company]:
    made = []
    for head in HEADS.split():
        for tail in TAILS.split():
            dice = Dice(f"company {head}{tail}")
            industry = dice.weighted(INDUSTRIES)
            size = dice.weighted({5: 35, 100: 40, 1_000: 20, 10_000: 5})
            employees = size + dice.below(size * 8)
            revenue = employees * (60 + dice.below(240)) * 1_000
            name = f"{head}{tail} {industry.title()}"
            target = employees >= 1_000 and dice.chance(0.4)
            made.append(Company(name, f"{head}{tail}.example".lower(), industry, employees, revenue, target))
    return made


COMPANIES = companies()


def plain(text: str) -> str:
    """Letters without their accents, for an address."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if c.isascii() and c.isalpha())


# -------------------------------------------------------------------------------------------------------------- story


@dataclass(slots=True)
class World:
    """What has been told so far."""

    leads: list[Lead] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    given: Counter[str] = field(default_factory=Counter)

    def happened(self, lead: str, kind: str, at: dt.datetime, rep: str = "", reason: str = "") -> None:
        if at <= AT:
            self.events.append(Event(at=at, lead=lead, kind=kind, rep=rep, reason=reason))

    def did(self, lead: str, activity: str, at: dt.datetime) -> None:
        if at <= AT:
            self.events.append(Event(at=at, lead=lead, kind="activity", activity=activity))

    def hand_out(self, lead: Lead, at: dt.datetime) -> str:
        """Who gets a lead: speaks the language, is not away, is at work first, covers the country, had the fewest."""
        wanted = [tag.partition("-")[0] for tag in (lead.languages or "en").split(";")]
        spoken = {rep: who["languages"].split(";") for rep, who in REPS.items()}
        language = next((tag for tag in wanted if any(tag in tags for tags in spoken.values())), "en")
        ranked = []
        for rep, who in REPS.items():
            soon = work_from(rep, at)
            here = language in spoken[rep] and not away(rep, at.astimezone(ZoneInfo(who["zone"])).date())
            if here and soon - at <= 72 * HOUR:
                ranked.append((soon, lead.country not in who["territories"].split(";"), self.given[rep], rep))
        if not ranked:
            return ""
        self.given[min(ranked)[-1]] += 1
        return min(ranked)[-1]


def person(dice: Dice, number: int) -> Lead:
    """Somebody who came by on one of the days: who they are, and how they came."""
    country = dice.weighted({code: share for code, (share, _) in COUNTRIES.items()})
    languages = dice.weighted(LANGUAGES.get(country, {f"en-{country}": 3, "en": 2}))
    tongue = languages[:2] if languages[:2] in FIRST else "en"
    company = dice.pick(COMPANIES)
    source = dice.weighted(SOURCES)
    zone = ZoneInfo(COUNTRIES[country][1])
    if country in ("US", "CA") and dice.chance(0.4):
        zone = ZoneInfo("America/Los_Angeles")
    captured = _moment(dice, source, zone)
    first, last = dice.pick(FIRST[tongue].split()), dice.pick(LAST[tongue].split())
    title = dice.weighted(RANKS)
    if source == "tradeshow" and title in ("Student", "Job seeker"):
        title = "{} Specialist"
    lead = Lead(
        id=f"L{number:04}",
        captured_at=captured.isoformat(),
        source=source,
        kind="outbound" if source == "outbound_list" else "inbound",
        name=f"{first} {last}",
        email=f"{plain(first)}.{plain(last)}.{number}@{company.domain}",
        title=title.format(dice.pick(ROLES)),
        country=country,
        languages=languages,
        company_name=company.name,
        company_industry=company.industry,
        company_employees=str(company.employees),
        company_revenue=str(company.revenue),
        fields_target_account=str(company.target).lower(),
    )
    for column, share in (
        ("name", 0.02),
        ("email", 0.03),
        ("country", 0.03),
        ("languages", 0.1),
        ("company_industry", 0.08),
        ("company_employees", 0.12),
        ("company_revenue", 0.2),
        ("fields_target_account", 0.25),
    ):
        if dice.chance(share):
            setattr(lead, column, "")
    return lead


def _moment(dice: Dice, source: str, zone: ZoneInfo) -> dt.datetime:
    """When somebody came, by their own clock: mostly by day, and less at the weekend."""
    day = FIRST_DAY + dice.below(DAYS) * DAY
    hour = dice.weighted({hour: 10 if 9 <= hour < 18 else 3 if 7 <= hour < 22 else 1 for hour in range(24)})
    if day.weekday() >= 5 and dice.chance(0.7):
        day -= 2 * DAY
    if source == "tradeshow":
        # Two shows: one in October, and one whose badges nobody has handed out yet.
        day = dt.date(2026, 10, 14) if dice.chance(0.35) else dt.date(2026, 11, 4 + dice.below(2))
        zone, hour = ZoneInfo("America/Chicago"), 10 + dice.below(7)
    at = dt.datetime(day.year, day.month, day.day, hour, dice.below(60), dice.below(60), tzinfo=zone)
    # Nobody comes after the end of the story.
    return at if at < AT - HOUR else at - DAY


def tell(world: World, lead: Lead, dice: Dice) -> None:
    """What became of a lead."""
    world.leads.append(lead)
    at = dt.datetime.fromisoformat(lead.captured_at)
    if lead.kind == "outbound":
        if dice.chance(0.75):
            pull(world, lead, at + dice.span(DAY, 10 * DAY), dice)
        return
    serious = not lead.title.startswith(("Student", "Job", "Intern"))
    ready = interest(world, lead, at, dice, serious=serious)
    browse(world, lead, ready or at, dice, serious=serious)
    if ready and ready < LAST_RUN and lead.country not in ("", "BR", "JP"):
        follow_up(world, lead, ready + dice.span(HOUR / 60, HOUR / 12), dice, cycle=1)


def interest(world: World, lead: Lead, at: dt.datetime, dice: Dice, *, serious: bool) -> dt.datetime | None:
    """What made a lead ready for sales, and when it was handed to the router; None for those who only look around."""
    decides = lead.title.startswith(("VP", "Chief", "Director", "Head")) or lead.title.endswith("Manager")
    if lead.source in ASKS:
        if serious or dice.chance(0.4):
            # Some press the button again when the page is slow.
            for _ in range(2 if dice.chance(0.06) else 1):
                world.did(lead.id, ASKS[lead.source], at)
                at += dice.span(HOUR / 360, HOUR / 60)
            return at
        lead.source = "newsletter"
    elif lead.source == "tradeshow":
        world.did(lead.id, "booth_visited", at)
        if dice.chance(0.1):
            world.did(lead.id, "booth_visited", at + 2 * HOUR)
        if decides and dice.chance(0.75):
            world.did(lead.id, "demo_requested", at + dice.span(HOUR / 60, HOUR / 3))
            return at + HOUR if at.month == 10 else AT
    elif decides and lead.company_industry and dice.chance(0.3):
        ready = warm_up(world, lead, at, dice)
        if dice.chance(0.96):
            return ready
        world.did(lead.id, "unsubscribed", ready + HOUR / 60)
    return None


def warm_up(world: World, lead: Lead, at: dt.datetime, dice: Dice) -> dt.datetime:
    """A webinar, prices and papers, over some days."""
    world.did(lead.id, "page_viewed", at)
    steps = ["webinar_attended", "pricing_page_viewed", "whitepaper_downloaded", "webinar_attended"]
    steps += ["pricing_page_viewed"] * 3
    for activity in steps[: dice.weighted({3: 10, 4: 9, 7: 1})]:
        at += dice.span(HOUR / 6, 3 * DAY / 2)
        world.did(lead.id, activity, at)
    return at


def browse(world: World, lead: Lead, at: dt.datetime, dice: Dice, *, serious: bool) -> None:
    """The small steps of those who look around, and the many of those who study us."""
    arrival = {"whitepaper": "whitepaper_downloaded", "webinar": "webinar_registered"}
    if lead.source in arrival:
        world.did(lead.id, arrival[lead.source], at)
    for _ in range(1 + dice.below(4) if lead.title.startswith("Job") else 0):
        world.did(lead.id, "careers_page_viewed", at + dice.span(HOUR / 60, HOUR))
    if serious and dice.chance(0.05):
        # Reads all of it in one evening.
        for activity, most in (("page_viewed", 9), ("email_clicked", 7)):
            for _ in range(dice.below(most + 1)):
                world.did(lead.id, activity, at + dice.span(HOUR / 60, 3 * HOUR))
    for _ in range(dice.below(5) if serious else 3 + dice.below(6)):
        at += dice.span(HOUR / 60, 4 * DAY)
        world.did(lead.id, dice.weighted(GLANCES if serious else STUDIES), at)
    if dice.chance(0.02):
        world.did(lead.id, "unsubscribed", at + dice.span(HOUR, 5 * DAY))


def pull(world: World, lead: Lead, at: dt.datetime, dice: Dice) -> None:
    """An outbound lead is assigned when somebody begins to work it."""
    rep = world.hand_out(lead, at)
    if rep:
        begin = work_from(rep, at)
        world.happened(lead.id, "assigned", begin, rep=rep)
        world.happened(lead.id, "touched", begin + dice.span(HOUR / 60, HOUR / 6), rep=rep)
        conclude(world, lead, begin, rep, dice, cycle=2)


def follow_up(world: World, lead: Lead, at: dt.datetime, dice: Dice, *, cycle: int) -> None:
    """From the assignment on: an answer soon, late or never, and what came of it."""
    rep = world.hand_out(lead, at)
    if not rep:
        return
    world.happened(lead.id, "assigned", at, rep=rep)
    if dice.chance(0.4):
        soon = at + dice.span(HOUR / 360, HOUR / 60)
        world.events.append(Event(at=soon, lead=lead.id, kind="touched", rep=rep, automatic=True))
    if lead.title.startswith(("Student", "Job")):
        end = work_from(rep, at, 10 + dice.below(200))
        world.happened(lead.id, "unqualified", end, reason="not_a_prospect")
        return
    fate = dice.weighted({"answered": 955, "forgotten": 35, "sells to us": 10})
    if fate == "sells to us":
        world.happened(lead.id, "unqualified", work_from(rep, at, 5 + dice.below(60)), reason="sells_to_us")
    if fate != "answered":
        return
    if dice.chance(0.03):
        other = "nora" if rep != "nora" else "sam"
        at = work_from(rep, at, 20 + dice.below(90))
        world.happened(lead.id, "assigned", at, rep=other)
        rep = other
    wait = dice.weighted({(1, 12): 30, (12, 60): 34, (60, 240): 23, (240, 720): 10, (720, 2_000): 3})
    touched = work_from(rep, at, PACE.get(rep, 1.0) * (wait[0] + dice.draw() * (wait[1] - wait[0])))
    toucher = "olive" if dice.chance(0.012) and rep != "olive" else rep
    world.happened(lead.id, "touched", touched, rep=toucher)
    if toucher == rep:
        conclude(world, lead, touched, rep, dice, cycle=cycle)


def conclude(world: World, lead: Lead, at: dt.datetime, rep: str, dice: Dice, *, cycle: int) -> None:
    """Further calls, the disposition, and for some a second time round."""
    for _ in range(dice.below(4)):
        at = work_from(rep, at + dice.span(DAY / 2, 3 * DAY), dice.below(300))
        world.happened(lead.id, "touched", at, rep=rep)
    end = work_from(rep, at + dice.span(HOUR, 5 * DAY), dice.below(200))
    outcome = dice.weighted({"qualified": 28, "nurtured": 44, "unqualified": 12, "": 16})
    if outcome == "qualified":
        world.happened(lead.id, "qualified", end)
        later = end + dice.span(4 * DAY, 20 * DAY)
        closed = dice.weighted({"won": 20, "lost": 15, "": 65})
        if closed == "won":
            world.happened(lead.id, "won", later)
        elif closed == "lost":
            world.happened(lead.id, "nurtured", later, reason="other_vendor_for_now")
    elif outcome == "unqualified":
        reason = dice.weighted({"incompatible": 5, "left_company": 4, "not_a_prospect": 1, "sells_to_us": 1})
        world.happened(lead.id, "unqualified", end, reason=reason)
    elif outcome == "nurtured":
        why = {
            "budget_later": 5,
            "missing_feature": 4,
            "re_evaluating": 4,
            "no_response": 8,
            "rep_abandoned": 4,
        }
        world.happened(lead.id, "nurtured", end, reason=dice.weighted(why))
        again = warm_up(world, lead, end + 3 * DAY, dice) if cycle == 1 and dice.chance(0.2) else AT
        if again < LAST_RUN:
            follow_up(world, lead, again + HOUR / 12, dice, cycle=2)
    elif dice.chance(0.1) and end + 10 * DAY < AT:
        world.happened(lead.id, "nurtured", end + 10 * DAY, reason="auto_abandoned")


# ---------------------------------------------------------------------------------------------------- cases by name


def named(world: World) -> None:
    """The cases that a reader can look up by name."""
    for name, case in CASES.items():
        came = {key: value if isinstance(value, str) else _cell(value) for key, value in case["came"].items()}
        came.setdefault("email", f"{plain(came['name'])}@acme.example")
        world.leads.append(Lead(id=name, **came))
        for event in case.get("then", ()):
            world.events.append(Event(lead=name, **{"kind": "activity"} | event))


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value).lower()


def second_visits(world: World) -> None:
    """People who filled a second form, under an address that looks a little different."""
    known = [
        lead for lead in world.leads if lead.id.startswith("L") and lead.email and lead.kind == "inbound"
    ]
    for number in range(1, DUPLICATES + 1):
        dice = Dice(f"again {number}")
        first = dice.pick(known)
        at = dt.datetime.fromisoformat(first.captured_at) + dice.span(HOUR, 6 * DAY)
        if at >= AT:
            at = AT - dice.span(HOUR, 2 * HOUR)
        again = Lead(
            id=f"M{number:04}",
            captured_at=at.isoformat(),
            source=dice.pick(("contact_us", "webinar", "whitepaper", "demo_request")),
            name=first.name,
            email=dice.pick((first.email, first.email.upper(), f" {first.email}")),
            country=first.country,
            languages=first.languages,
        )
        world.leads.append(again)
        world.did(again.id, ASKS.get(again.source, "page_viewed"), at)


def make() -> World:
    """The whole story: the cases by name, everybody else in the order in which they came, and the second visits."""
    world = World()
    named(world)
    people = []
    for number in range(1, LEADS - len(world.leads) + 1):
        dice = Dice(f"lead {number}")
        people.append((person(dice, number), dice))
    for lead, dice in sorted(
        people, key=lambda each: (dt.datetime.fromisoformat(each[0].captured_at), each[0].id)
    ):
        tell(world, lead, dice)
    second_visits(world)
    return world


# --------------------------------------------------------------------------------------------------------------- files

#: Cause before effect, should two events fall on one instant.
ORDER = ("activity", "noted", "assigned", "touched", "qualified", "nurtured", "unqualified", "won")


def write(world: World, folder: Path) -> None:
    """The three files: leads as they came, reps, and events in the order of their instants."""
    folder.mkdir(parents=True, exist_ok=True)
    leads = sorted(world.leads, key=lambda lead: (dt.datetime.fromisoformat(lead.captured_at), lead.id))
    columns = [
        each.name.replace("company_", "company.").replace("fields_", "fields.") for each in fields(Lead)
    ]
    _write(folder / "leads.csv", columns, map(astuple, leads))
    (folder / "reps.csv").write_text(REPS_TABLE, "utf-8", newline="\n")
    told = sorted(
        world.events, key=lambda event: (event.at, event.lead, ORDER.index(event.kind), event.activity)
    )
    columns = ["id", "lead", "kind", "occurred_at", "rep", "reason", "activity", "automatic", "subject"]
    columns += ["planned_from", "planned_until"]
    _write(
        folder / "events.csv",
        columns,
        (_row(f"e{number:05}", event) for number, event in enumerate(told, start=1)),
    )


def _row(id: str, event: Event) -> tuple[str, ...]:
    automatic = "true" if event.automatic else ""
    what = (event.rep, event.reason, event.activity, automatic, event.subject)
    return (
        id,
        event.lead,
        event.kind,
        _utc(event.at),
        *what,
        _utc(event.planned_from),
        _utc(event.planned_until),
    )


def _utc(at: dt.datetime | None) -> str:
    return "" if at is None else at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Write the leads, reps and events of the demo.")
    parser.add_argument("--out", type=Path, default=HERE, help="where to (default: %(default)s)")
    write(make(), parser.parse_args().out)


if __name__ == "__main__":
    main()
