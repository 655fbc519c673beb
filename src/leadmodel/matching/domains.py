"""Domains as they are compared, and the ways up from one to those above it.

>>> mail_domain("Ada <ada@Mail.ACME.example.>"), mail_domain("ada")
('mail.acme.example', None)
>>> list(parents("mail.eu.acme.co.uk"))
['eu.acme.co.uk', 'acme.co.uk']
"""

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

from ..errors import InputError

__all__ = ["Registrable", "comparable_domain", "is_bare_suffix", "mail_domain", "parents", "site_of"]

#: From a domain to the part of it that somebody registered, None where nobody can own it: `mail.acme.co.uk` to
#: `acme.co.uk`, `co.uk` to None.
Registrable = Callable[[str], str | None]

#: The longest address and the longest domain that mail can have (RFC 5321, 4.5.3.1, and its erratum 1690).
LONGEST_ADDRESS = 254
LONGEST_DOMAIN = 253
LONGEST_LABEL = 63

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
#: Second levels under which a country registers, and which nobody owns.
_SECOND_LEVELS = frozenset("ac co com edu gob gouv gov mil net org".split())
MORE_SUFFIXES = frozenset(
    "asn.au id.au ltd.uk me.uk plc.uk sch.uk go.id or.id web.id ad.jp ed.jp go.jp gr.jp lg.jp ne.jp or.jp "
    "go.kr ne.kr or.kr pe.kr re.kr or.at go.th in.th or.th firm.in gen.in ind.in nic.in gen.nz govt.nz "
    "art.br blog.br eco.br ind.br inf.br bel.tr gen.tr idv.tw k12.tr law.za nom.za web.za web.tr".split()
)


def comparable_domain(text: str | None) -> str | None:
    """A domain in the one form that it is compared in, None for what is none.

    Letters are small, no dot stands at the end, and letters beyond ASCII are written as mail carries them (`xn--…`,
    RFC 3492). `ß` stays a letter of its own, as in IDNA 2008: `straße.example` is not `strasse.example`. One label
    alone, an address in numbers and a name longer than mail allows are no domains.

    >>> comparable_domain("MÜLLER.example."), comparable_domain("xn--mller-kva.example")
    ('xn--mller-kva.example', 'xn--mller-kva.example')
    >>> comparable_domain("localhost"), comparable_domain("10.0.0.1"), comparable_domain(None)
    (None, None, None)
    """
    if not text or len(text) > 4 * LONGEST_DOMAIN:
        return None
    name = text.strip().lower()
    if not name.isascii():
        name = normalize("NFKC", normalize("NFKC", name).lower()).replace("。", ".")
    labels = [_in_ascii(label) for label in name.removesuffix(".").split(".")]
    domain = ".".join(labels)
    if len(labels) < 2 or len(domain) > LONGEST_DOMAIN or labels[-1].isdigit():
        return None
    for label in labels:
        if len(label) > LONGEST_LABEL or _LABEL.fullmatch(label) is None:
            return None
    return domain


def mail_domain(email: str | None) -> str | None:
    """The domain of an e-mail address, None when there is none to be read.

    What stands before the last `@` is not looked at, so quotes, dots and `+tags` do no harm; a name around `<…>` is
    taken off.

    >>> mail_domain('"a@b"+x@acme.example'), mail_domain("@acme.example"), mail_domain("ada@[10.0.0.1]")
    ('acme.example', None, None)
    """
    if not email or len(email) > 4 * LONGEST_ADDRESS:
        return None
    address = email.strip()
    if address.endswith(">"):
        address = address[address.rfind("<") + 1 : -1]
    local, at, domain = address.rpartition("@")
    return comparable_domain(domain) if at and local.strip() else None


def parents(domain: str) -> Iterator[str]:
    """The domains above one, from the nearest, none of which is a bare suffix."""
    above = domain.partition(".")[2]
    while above and not is_bare_suffix(above):
        yield above
        above = above.partition(".")[2]


def is_bare_suffix(domain: str) -> bool:
    """Whether everybody may register below a domain, as far as can be said without a list: `com`, `co.uk`, `com.br`.

    The public suffix list knows more (`public_suffixes`); here are top levels and the usual second levels of countries.

    >>> is_bare_suffix("co.uk"), is_bare_suffix("acme.uk")
    (True, False)
    """
    first, dot, last = domain.partition(".")
    return not dot or domain in MORE_SUFFIXES or (len(last) == 2 and first in _SECOND_LEVELS)


def site_of(domain: str, registrable: Registrable) -> str | None:
    """The registrable part of a domain, as a plug-in tells it.

    Raises `InputError` when the plug-in answers with something that is neither the domain nor above it.
    """
    site = registrable(domain)
    if site is not None and site != domain and not domain.endswith(f".{site}"):
        raise InputError("registrable", site, f"is no part of {domain!r}, give a part of it or None")
    return site or None


def _in_ascii(label: str) -> str:
    if label.isascii():
        return label
    # No domain has a label that long, and the encoding takes quadratic time.
    return "xn--" + label.encode("punycode").decode("ascii") if len(label) <= LONGEST_LABEL else label
