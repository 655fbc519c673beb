"""Which account a lead belongs to, and which leads are the same person."""

from .account_index import AccountIndex, Unusable, WhyUnusable, index_accounts
from .accounts import AccountMatching, Evidence, EvidenceKind, TieBreak
from .company_names import comparable_company, comparable_person
from .domains import Registrable, comparable_domain, mail_domain
from .duplicates import Duplicate, HasMatching, Matching, SameBy, find_duplicates, same_person
from .match import Match, MatchCode, MatchPart, RunnerUp, WhyLost, links_of, match_account
from .merge import Conflict, Merged, Taken, merge
from .phones import PhoneReader, comparable_phone, e164
from .receive import Received, SentAgain, receive
from .similarity import name_similarity
from .suffixes import public_suffixes

__all__ = [
    "AccountIndex",
    "AccountMatching",
    "Conflict",
    "Duplicate",
    "Evidence",
    "EvidenceKind",
    "HasMatching",
    "Match",
    "MatchCode",
    "MatchPart",
    "Matching",
    "Merged",
    "PhoneReader",
    "Received",
    "Registrable",
    "RunnerUp",
    "SameBy",
    "SentAgain",
    "Taken",
    "TieBreak",
    "Unusable",
    "WhyLost",
    "WhyUnusable",
    "comparable_company",
    "comparable_domain",
    "comparable_person",
    "comparable_phone",
    "e164",
    "find_duplicates",
    "index_accounts",
    "links_of",
    "mail_domain",
    "match_account",
    "merge",
    "name_similarity",
    "public_suffixes",
    "receive",
    "same_person",
]
