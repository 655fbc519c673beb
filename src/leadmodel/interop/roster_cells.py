"""Reading the cells that only reps have: the pools that they are in, their skills and levels, and their quotas.

>>> SKILLS.parse("crm:3; erp")
{'crm': 3, 'erp': 1}
>>> QUOTAS.parse("15/month; 2/day")[1].leads
2
"""

from typing import Any

from ..errors import InputError, hint
from ..records import Level, language_level, language_tag
from ..routing import Period, Quota
from .cells import TEXT, Kind, list_of, what
from .faults import UnreadableError, expected, shown

__all__ = ["LEVELS", "NAMES", "QUOTAS", "SKILLS"]

QUOTA_KEYS = ("leads", "per", "spread")


def _skill(text: str) -> tuple[str, int]:
    name, colon, level = text.partition(":")
    if not name or (colon and not (level.isascii() and level.isdigit() and len(level) <= 9)):
        raise UnreadableError(f"{shown(text)} is not a skill such as 'crm' or 'crm:3'")
    return name, _level(int(level) if colon else 1)


def _level(level: object) -> int:
    if not isinstance(level, int) or isinstance(level, bool) or level < 1:
        raise UnreadableError(f"{shown(level)} is no level, expected a whole number from 1 on")
    return level


def _parse_skills(text: str) -> dict[str, int]:
    return _each_once(_SKILL_LIST.parse(text))


def _read_skills(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected an object of levels by skill")
    return {name: _level(level) for name, level in value.items()}


def _each_once(pairs: tuple[tuple[str, int], ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, level in pairs:
        if name in found:
            raise UnreadableError(f"{shown(name)} is listed twice")
        found[name] = level
    return found


def _no_name_twice(names: tuple[str, ...]) -> tuple[str, ...]:
    _each_once(tuple((name, 1) for name in names))
    return names


def _spoken(text: str) -> tuple[str, Level]:
    tag, colon, level = text.partition(":")
    if not tag or not colon:
        raise UnreadableError(f"{shown(text)} is not a level such as 'it:B2'")
    return _tag(tag), _fluency(level)


def _read_levels(value: object) -> dict[str, Level]:
    if not isinstance(value, dict):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected an object of levels by language")
    return {_tag(tag): _fluency(TEXT.read(level)) for tag, level in value.items()}


def _parse_levels(text: str) -> dict[str, Level]:
    pairs = _LEVEL_LIST.parse(text)
    _no_name_twice(tuple(tag for tag, _ in pairs))
    return dict(pairs)


def _tag(text: str) -> str:
    try:
        return language_tag(text)
    except InputError as error:
        raise UnreadableError(expected(error)) from None


def _fluency(text: str) -> Level:
    try:
        return language_level(text)
    except InputError as error:
        raise UnreadableError(expected(error)) from None


def _quota(text: str) -> Quota:
    leads, _, per = text.partition("/")
    if not (leads.isascii() and leads.isdigit() and len(leads) <= 9 and per):
        raise UnreadableError(f"{shown(text)} is not a quota such as '2/day' or '15/month'")
    return _made({"leads": int(leads), "per": per})


def _read_quota(value: object) -> Quota:
    if not isinstance(value, dict):
        raise UnreadableError(f"{shown(value)} is {what(value)}, expected an object with leads and per")
    faults = [(f".{key}", f"unknown key{hint(key, QUOTA_KEYS)}") for key in value if key not in QUOTA_KEYS]
    if value.get("leads") is None:
        faults.append((".leads", "is missing"))
    if not isinstance(value.get("per", "day"), str):
        faults.append((".per", f"{shown(value['per'])} is {what(value['per'])}, expected text"))
    if not isinstance(value.get("spread", True), bool):
        faults.append(
            (".spread", f"{shown(value['spread'])} is {what(value['spread'])}, expected true or false")
        )
    if faults:
        raise UnreadableError(inside=tuple(faults))
    return _made(value)


def _made(told: dict[str, Any]) -> Quota:
    per = told.get("per", "day")
    if per not in set(Period):
        raise UnreadableError(f"{shown(per)} is no period{hint(per, set(Period))}")
    try:
        return Quota(leads=told["leads"], per=Period(per), spread=told.get("spread", True))
    except InputError as error:
        raise UnreadableError(expected(error)) from None


_SKILL_LIST = list_of(_skill, _skill, few=True)
_NAME_LIST = list_of(str, TEXT.read, few=True)
NAMES = Kind(
    lambda text: _no_name_twice(_NAME_LIST.parse(text)), lambda value: _no_name_twice(_NAME_LIST.read(value))
)
_LEVEL_LIST = list_of(_spoken, _spoken, few=True)
LEVELS = Kind(_parse_levels, _read_levels)
SKILLS = Kind(_parse_skills, _read_skills)
QUOTAS = list_of(_quota, _read_quota, few=True)
