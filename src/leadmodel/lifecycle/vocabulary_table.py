"""A vocabulary as a table for people: each word, where it puts a lead, and what else goes by it.

>>> from .vocabularies import OUTCOMES
>>> print(word_table(OUTCOMES))
| word | ours | by the event | also for | says |
|---|---|---|---|---|
| Opportunity | qualified | qualified | | There is something to sell |
| Defer | nurture (on_hold) | nurtured, sales_nurture | | No opportunity at this time; with a date to resume |
| Recycle | nurture | nurtured, back_to_marketing | | Back to marketing |
"""

from .vocabulary import Place, Term, Vocabulary

__all__ = ["word_table"]

HEAD = ("word", "ours", "by the event", "also for", "says")


def word_table(words: Vocabulary) -> str:
    """The words of a vocabulary as a Markdown table, one row each; facts stand in brackets."""
    rows = [HEAD, ("---",) * len(HEAD), *(_row(term) for term in words.terms)]
    lines = []
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        gap = "" if row[0] == "---" else " "
        lines.append("|" + "|".join(f"{gap}{cell}{gap}" if cell else " " for cell in cells) + "|")
    return "\n".join(lines)


def _row(term: Term) -> tuple[str, ...]:
    name = f"{term.name} *" if term.read_only else term.name
    return (
        name,
        " or ".join(map(_where, term.means)),
        " or ".join(map(_how, term.means)) if any(place.by for place in term.means) else "",
        ", ".join(map(_where, term.also_for)),
        term.says,
    )


def _where(place: Place) -> str:
    facts = ", ".join(sorted(map(str, place.facts)))
    return f"{place.stage.value} ({facts})" if facts else place.stage.value


def _how(place: Place) -> str:
    event = place.by.value if place.by else "no event"
    return f"{event}, {place.reason}" if place.reason else event
