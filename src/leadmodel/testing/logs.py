"""What the workers of a race have written down, put together."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Answer", "Logs"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One change as it was answered; `at` is when the answer was known, in nanoseconds."""

    key: str
    do: str
    lead: str
    rep: str | None
    number: int | None
    version: int
    at: int


@dataclass
class Logs:
    """Answers by key (each distinct one once), how often each was given, and the closes that may have happened."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    #: Who was read to hold how much of what they may, where that was too much.
    over: list[tuple[str, int, int]] = field(default_factory=list)
    #: For each lead when closing it was begun: by a request that was granted, or that nobody lived to see answered.
    closes: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, paths: Iterable[str]) -> "Logs":
        found = cls()
        begun: dict[str, tuple[str, int]] = {}
        refused: set[str] = set()
        for path in paths:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    told = json.loads(line)
                    if "crashed" in told:
                        found.crashes.append(told["crashed"])
                    elif "over" in told:
                        found.over.append((told["over"], told["held"], told["capacity"]))
                    elif "begins" in told:
                        if told["do"] == "close":
                            begun.setdefault(told["begins"], (told["lead"], told["t"]))
                    elif not found._end(told):
                        refused.add(told["ends"])
        closes: defaultdict[str, list[int]] = defaultdict(list)
        for key, (lead, at) in begun.items():
            if key in found.answers or key not in refused:
                closes[lead].append(at)
        found.closes = dict(closes)
        return found

    def _end(self, told: dict[str, Any]) -> bool:
        """Take an answer; whether the request was granted."""
        what, key = told["what"], told["ends"]
        self.counts[what] += 1
        if what not in ("committed", "replayed"):
            return False
        if what == "committed":
            self.written[key] += 1
        answer = Answer(
            key, told["do"], told["lead"], told["rep"], told["number"], told["version"], told["t"]
        )
        known = self.answers.setdefault(key, [])
        if all(same(each) != same(answer) for each in known):
            known.append(answer)
        return True


def same(answer: Answer) -> tuple[object, ...]:
    """What has to be the same in every answer to a key: all but when it came."""
    return answer.do, answer.lead, answer.rep, answer.number, answer.version
