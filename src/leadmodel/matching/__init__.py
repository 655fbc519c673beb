"""Which account a lead belongs to, and which leads are the same person."""

from .account_index import AccountIndex, Unusable, WhyUnusable, index_accounts
from .accounts import AccountMatching, Evidence, EvidenceKind, TieBreak
from .company_names import comparable_company
from .domains import Registrable, comparable_domain, mail_domain
from .duplicates import Duplicate, HasMatching, Matching, find_duplicates, same_person
from .match import Match, MatchCode, MatchPart, RunnerUp, WhyLost, links_of, match_account
from .phones import PhoneReader, comparable_phone, e164
from .similarity import name_similarity
from .suffixes import public_suffixes

__all__ = [
    "AccountIndex",
    "AccountMatching",
    "Duplicate",
    "Evidence",
    "EvidenceKind",
    "HasMatching",
    "Match",
    "MatchCode",
    "MatchPart",
    "Matching",
    "PhoneReader",
    "Registrable",
    "RunnerUp",
    "TieBreak",
    "Unusable",
    "WhyLost",
    "WhyUnusable",
    "comparable_company",
    "comparable_domain",
    "comparable_phone",
    "e164",
    "find_duplicates",
    "index_accounts",
    "links_of",
    "mail_domain",
    "match_account",
    "name_similarity",
    "public_suffixes",
    "same_person",
]
