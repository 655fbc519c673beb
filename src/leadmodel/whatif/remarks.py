"""What a reader should not overlook, as data: a stable code, what it is about, and the sentence."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Remark", "RemarkCode"]


class RemarkCode(StrEnum):
    """Why a figure has to be read with care, or why a model has to be looked at."""

    BANDS_INVERTED = "bands_inverted"
    BANDS_MERGED = "bands_merged"
    CELLS_INVERTED = "cells_inverted"
    CENSORED = "censored"
    EXPECTATION_MISSED = "expectation_missed"
    FEW_WINS = "few_wins"
    JUDGED_BY_ITSELF = "judged_by_itself"
    LABELS_NOT_ORDERED = "labels_not_ordered"
    LEAD_REPEATED = "lead_repeated"
    LEAK_SUSPECTED = "leak_suspected"
    NOT_BETTER_THAN_CHANCE = "not_better_than_chance"
    NO_THRESHOLD_FITS = "no_threshold_fits"
    NOT_KNOWN_IN_TIME = "not_known_in_time"
    ONE_OUTCOME_ONLY = "one_outcome_only"
    OUTCOMES_PARTED = "outcomes_parted"
    RULE_ALWAYS_MATCHES = "rule_always_matches"
    RULE_NEVER_MATCHES = "rule_never_matches"
    RULES_TOGETHER = "rules_together"
    SCORES_MOVED = "scores_moved"
    SCORES_SHIFTED = "scores_shifted"
    SEPARATION_FELL = "separation_fell"
    SHIFT_WITHIN_CHANCE = "shift_within_chance"
    VOLUME_DOWN = "volume_down"
    VOLUME_UP = "volume_up"
    WORSE_THAN_CHANCE = "worse_than_chance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark; `about` names the band, cell, rule or rep, and is empty where it is the whole."""

    code: RemarkCode
    about: str = ""
    says: str

    def __str__(self) -> str:
        return f"{self.code}: {self.says}"
