"""Which leads are the same person."""

from .duplicates import Duplicate, HasMatching, Matching, find_duplicates, same_person

__all__ = ["Duplicate", "HasMatching", "Matching", "find_duplicates", "same_person"]
