"""A small house: a model, six leads, three reps and what happened, as files."""

import csv
import io
import json
from pathlib import Path

MODEL = """
version = "2026.1"

[[fields]]
name = "budget"
kind = "number"

[[hours]]
name = "office"
week.mon = ["09:00-17:00"]
week.tue = ["09:00-17:00"]
week.wed = ["09:00-17:00"]
week.thu = ["09:00-17:00"]
week.fri = ["09:00-17:00"]

[[holidays]]
name = "zurich"
days = [{ date = "2026-12-25", name = "Christmas Day" }]

[[reasons]]
code = "no_budget"
disposition = "nurture"
says = "No budget this year"

[[reasons]]
code = "student"
disposition = "unqualified"
says = "Not a prospect: a student"
without_touch = true

[scoring]
sales_ready = ["A1", "A2", "B1"]

[[scoring.fit]]
id = "decides"
when = { field = "lead.title", mentions = ["vp", "head"] }
points = 30
says = "can decide"

[[scoring.fit]]
id = "budget"
when = { field = "fields.budget", at_least = 10000 }
points = 20

[[scoring.behaviour]]
id = "demo"
activity = "demo_requested"
points = 40

[[scoring.behaviour]]
id = "page"
activity = "page_viewed"
points = 5
at_most = 3

[[scoring.grades]]
grade = "A"
at_least = 40

[[scoring.grades]]
grade = "B"
at_least = 20

[[scoring.grades]]
grade = "C"

[[scoring.levels]]
level = 1
at_least = 40

[[scoring.levels]]
level = 2
at_least = 10

[[scoring.levels]]
level = 3

[routing]
when = { field = "card.sales_ready", equals = true }

[[sla]]
name = "inbound"
target = "2h"

[[sla.ladder]]
after = "2h"
recipients = ["rep"]

[[sla.ladder]]
after = "24h"
recipients = ["rep", "manager"]
"""

LEADS = """\
id,captured_at,source,kind,name,email,title,country,languages,company.name,fields.budget
L1,2026-11-09T08:30:00+01:00,demo_request,inbound,Chiara Rè,chiara@example.com,Head of Sales,CH,it-CH,Müller AG,40000
L2,2026-11-09T08:45:00+01:00,webinar,inbound,東京 太郎,taro@example.com,VP Sales,CH,en,,20000
L3,2026-11-06T10:00:00+01:00,demo_request,inbound,Bob,bob@example.com,Student,CH,en,,0
L4,2026-11-05T10:00:00+01:00,demo_request,inbound,Dora,dora@example.com,VP Finance,DE,de,,15000
L5,2026-11-09T08:50:00+01:00,webinar,inbound,Chiara B,Chiara@example.com,Head of Sales,CH,it,,40000
L6,2026-11-09T08:55:00+01:00,form,inbound,Finn,finn@example.com,VP Ops,FI,fi,,40000
"""

REPS = """\
id,name,zone,hours,holidays,languages,territories,capacity,manager,executive,leave
ida,Ida,Europe/Zurich,office,zurich,it;en,CH;IT,10,max,,
fleur,Fleur,Europe/Zurich,office,,fr;en,CH;FR,,max,,2026-11-02/2026-11-16 vacation
dirk,Dirk,Europe/Berlin,office,,de;en,DE,,max,eva,
"""

EVENTS = """\
id,lead,kind,occurred_at,rep,reason,activity,automatic
e1,L1,activity,2026-11-09T08:31:00+01:00,,,demo_requested,
e2,L2,activity,2026-11-09T08:46:00+01:00,,,demo_requested,
e3,L4,activity,2026-11-05T10:01:00+01:00,,,demo_requested,
e4,L4,assigned,2026-11-05T10:05:00+01:00,dirk,,,
e4,L4,assigned,2026-11-05T10:05:00+01:00,dirk,,,
e5,L3,assigned,2026-11-06T10:05:00+01:00,ida,,,
e6,L3,touched,2026-11-06T11:20:00+01:00,ida,,,
e7,L3,unqualified,2026-11-06T11:30:00+01:00,ida,student,,
e8,L3,won,2026-11-07T11:30:00+01:00,ida,,,
e9,L4,touched,2026-11-12T11:30:00+01:00,dirk,,,
e10,L6,activity,2026-11-09T08:56:00+01:00,,,demo_requested,
e11,L5,activity,2026-11-09T08:56:00+01:00,,,demo_requested,
"""

AT = "2026-11-09T10:00:00+01:00"


class House:
    """The files in a folder, and the arguments of a run over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in (
            ("model.toml", MODEL),
            ("leads.csv", LEADS),
            ("reps.csv", REPS),
            ("events.csv", EVENTS),
        ):
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        (self.folder / name).write_bytes(text.encode("utf-8") if isinstance(text, str) else text)

    def add_leads(self, count: int) -> None:
        rows = "".join(f"X{number},2026-11-01T10:00Z,form{',' * 8}\n" for number in range(count))
        self.write("leads.csv", self.text("leads.csv") + rows)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def as_json_lines(self, name: str) -> str:
        """A CSV file of the house as JSON lines: lists where they belong, and the rest as it stands."""
        rows = []
        for row in csv.DictReader(io.StringIO(self.text(name))):
            found: dict[str, object] = {key: value or None for key, value in row.items()}
            for key in found.keys() & {"languages", "territories"}:
                found[key] = (row[key] or "").split(";") if row[key] else None
            for key in found.keys() & {"capacity", "fields.budget"}:
                found[key] = int(row[key]) if row[key] else None
            if row.get("leave"):
                start, end = row["leave"].split(" ")[0].split("/")
                found["leave"] = [{"start": start, "end": end, "reason": "vacation"}]
            rows.append(json.dumps(found))
        return "\n".join(rows)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def run(
        self,
        *more: str,
        leads: str = "leads.csv",
        reps: str = "reps.csv",
        events: str = "events.csv",
        at: str = AT,
    ) -> list[str]:
        files = ["--leads", self.path(leads), "--reps", self.path(reps), "--events", self.path(events)]
        return ["run", self.path("model.toml"), *files, "--at", at, *more]
