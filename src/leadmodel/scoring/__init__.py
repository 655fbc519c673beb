"""How good is it, and why: a grade from who they are, a score from what they do, a label from both."""

from .check import check_scoring
from .rules import BehaviourRule, FitRule, GradeBand, HasScoring, LevelBand, Scoring
from .scorecard import Line, Outcome, Scorecard, score

__all__ = [
    "BehaviourRule",
    "FitRule",
    "GradeBand",
    "HasScoring",
    "LevelBand",
    "Line",
    "Outcome",
    "Scorecard",
    "Scoring",
    "check_scoring",
    "score",
]
