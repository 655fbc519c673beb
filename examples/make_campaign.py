"""Makes `campaign.csv`: phone contacts of an imaginary bank in the order of time, with the columns of a public file.

Nobody in it exists. Who says yes follows the same rules throughout, but halfway through the campaign the share of yes
drops, as it does in real ones, so that there is a drift to find. `duration` is known only after the call, and gives the
answer away.

    python examples/make_campaign.py            # writes examples/campaign.csv anew: the same file on every machine
"""

import csv
import sys
from pathlib import Path
from random import Random

COLUMNS = (
    "age", "job", "marital", "education", "default", "balance", "housing", "loan", "contact", "day", "month",
    "duration", "campaign", "pdays", "previous", "poutcome", "y",
)  # fmt: skip
JOBS = ("management", "technician", "blue-collar", "admin.", "services", "retired", "student", "unknown")
MONTHS = ("may", "jun", "jul", "aug", "sep", "oct")
ROWS = 2400


def rows(count: int = ROWS) -> list[dict[str, object]]:
    """The contacts, oldest first."""
    dice = Random(2008)
    found = []
    for place in range(count):
        job = dice.choice(JOBS)
        previous = dice.choice((0, 0, 0, 1, 2))
        outcome = dice.choice(("failure", "success", "other")) if previous else "unknown"
        balance = dice.randrange(-500, 6000)
        housing, loan = dice.choice(("yes", "no")), dice.choice(("yes", "no", "no"))
        known_by = dice.choice(("cellular", "telephone", "unknown"))
        chance = 10
        chance += 35 * (outcome == "success") + 8 * (job in ("retired", "student")) + 6 * (balance > 3000)
        chance -= 5 * (housing == "yes") + 4 * (loan == "yes") + 4 * (known_by == "unknown")
        # The offer is an old one by the second half.
        chance = chance if place < count // 2 else chance // 2
        answer = dice.randrange(100) < chance
        span = count // len(MONTHS)
        found.append(
            {
                "age": dice.randrange(19, 80),
                "job": job,
                "marital": dice.choice(("married", "single", "divorced")),
                "education": dice.choice(("primary", "secondary", "tertiary", "unknown")),
                "default": "no",
                "balance": balance,
                "housing": housing,
                "loan": loan,
                "contact": known_by,
                "day": 1 + place % span * 28 // span,
                "month": MONTHS[place // span],
                "duration": dice.randrange(300, 900) if answer else dice.randrange(5, 320),
                "campaign": dice.randrange(1, 5),
                "pdays": dice.randrange(30, 300) if previous else -1,
                "previous": previous,
                "poutcome": outcome,
                "y": "yes" if answer else "no",
            }
        )
    return found


def main(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("campaign.csv"))
