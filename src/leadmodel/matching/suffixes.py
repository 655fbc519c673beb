"""The public suffix list, from the library `publicsuffixlist` (the extra `domains`); it is read offline."""

from ..errors import InputError
from .domains import Registrable

__all__ = ["public_suffixes"]


def public_suffixes(*, icann_only: bool = False) -> Registrable:
    """What finds the registrable part of a domain, for `index_accounts(registrable=…)`.

    >>> registrable = public_suffixes()
    >>> registrable("mail.acme.co.uk"), registrable("co.uk"), registrable("ada.github.io")
    ('acme.co.uk', None, 'ada.github.io')

    The list is the one that came with the library (https://publicsuffix.org): nothing is fetched, and an answer may
    change when the library is updated. With `icann_only` the suffixes of private owners, such as `github.io`, are
    ordinary domains. Raises `InputError` when the library is not installed.
    """
    try:
        from publicsuffixlist import PublicSuffixList
    except ImportError:
        expected = "needs the library `publicsuffixlist`, install leadmodel[domains]"
        raise InputError("registrable", "public_suffixes", expected) from None
    found: Registrable = PublicSuffixList(only_icann=icann_only).privatesuffix
    return found
