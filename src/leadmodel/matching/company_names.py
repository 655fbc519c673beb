"""Names of companies as they are compared: without forms of law, accents, points and letter case.

>>> comparable_company("Müller & Söhne GmbH"), comparable_company("MULLER AND SOHNE")
('muller and sohne', 'muller and sohne')
"""

import re
from unicodedata import normalize

from .legal_forms import ATTACHED, FORMS_AT_END, FORMS_AT_START, NO_COMPANY

__all__ = ["comparable_company", "comparable_person"]

#: Longer than any name in a register, and short enough to compare.
LONGEST_NAME = 200

_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´′")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_AND = re.compile(r"[&+]")
_BETWEEN_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")
_WORD = re.compile(r"[^\W_]+")
_LAST_WORDS = frozenset(form.rpartition(" ")[2] for form in FORMS_AT_END)
_WORDS_FOR_AND = frozenset(("und", "et"))
_MOST_WORDS_OF_A_FORM = max(form.count(" ") + 1 for form in FORMS_AT_END)


def comparable_company(name: str | None) -> str | None:
    """A company's name in the one form that it is compared in; None where no company is named.

    Letters lose case and accents; forms of law (`GmbH`, `S.p.A.`, `Co., Ltd.`) go from the end, and a few from the
    start; `&`, `+`, `und` and `et` become `and`; all that is no letter or digit parts words. A name that is a form of
    law and nothing else stays. `n/a` and `unknown` name no company (`Unknown Ltd` does), and neither does a text of
    more than 200 letters.

    >>> comparable_company("L'Oréal S.A."), comparable_company("株式会社アクメ"), comparable_company("A.B.C. Co., Ltd.")
    ('loreal', 'アクメ', 'abc')
    >>> comparable_company(" - "), comparable_company("N/A"), comparable_company(None)
    (None, None, None)
    """
    if not name or len(name) > LONGEST_NAME:
        return None
    text = name.casefold() if name.isascii() else _without_attached(_plain_letters(name))
    words = _words(text)
    if not words or " ".join(words) in NO_COMPANY:
        return None
    return " ".join(_without_forms(words))


def comparable_person(name: str | None) -> str | None:
    """A person's name in the one form that it is compared in: its words without accents, points and letter case.

    >>> comparable_person("Zoë  O'Hara-Müller"), comparable_person(" ")
    ('zoe ohara muller', None)
    """
    if not name or len(name) > LONGEST_NAME:
        return None
    return " ".join(_WORD.findall(_plain_letters(name).translate(_APOSTROPHES))) or None


def _plain_letters(text: str) -> str:
    text = normalize("NFKD", normalize("NFKC", text).casefold()).casefold()
    return normalize("NFC", _ACCENTS.sub("", text)).translate(_LETTERS).strip()


def _without_attached(text: str) -> str:
    # Longest first: one form ends with another.
    for form in ATTACHED:
        rest = text.removeprefix(form).removesuffix(form)
        if rest.strip():
            text = rest
    return text


def _words(text: str) -> list[str]:
    text = _AND.sub(" and ", text.translate(_APOSTROPHES))
    if "." in text:
        text = _BETWEEN_INITIALS.sub(r"\1", text)
    return ["and" if word in _WORDS_FOR_AND else word for word in _WORD.findall(text)]


def _without_forms(words: list[str]) -> list[str]:
    while len(words) > 1:
        if words[-1] in _LAST_WORDS and (count := _form_at_end(words)):
            words = words[:-count]
            # What joined the name to its form: "& Co" leaves an "and".
            if len(words) > 1 and words[-1] == "and":
                words = words[:-1]
        elif words[0] in FORMS_AT_START:
            words = words[1:]
        else:
            break
    return words


def _form_at_end(words: list[str]) -> int:
    """How many of the last words are a form, the longest one; the first word is always a name."""
    for count in range(min(_MOST_WORDS_OF_A_FORM, len(words) - 1), 0, -1):
        if " ".join(words[-count:]) in FORMS_AT_END:
            return count
    return 0
