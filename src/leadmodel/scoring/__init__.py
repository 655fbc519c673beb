"""How good is it, and why: a grade from who they are, a score from what they do, a label from both."""

from .check import check_scoring
from .decay import Decay, DecayStep
from .lines import Line, LineStep, Outcome
from .rules import BehaviourRule, FitRule, GradeBand, Group, HasScoring, LevelBand, Scoring
from .scorecard import Scorecard, lines_of, score
from .scorer import Cell, Rated, Scorer, compile_scoring

__all__ = [
    "BehaviourRule",
    "Cell",
    "Decay",
    "DecayStep",
    "FitRule",
    "GradeBand",
    "Group",
    "HasScoring",
    "LevelBand",
    "Line",
    "LineStep",
    "Outcome",
    "Rated",
    "Scorecard",
    "Scorer",
    "Scoring",
    "check_scoring",
    "compile_scoring",
    "lines_of",
    "score",
]
