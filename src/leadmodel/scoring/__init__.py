"""How good is it, and why: a grade from who they are, a score from what they do, a label from both."""

from .check import check_scoring
from .decay import Decay, DecayStep
from .escalation import escalates
from .lines import Line, LineStep, Outcome
from .matrix import box, cells, or_better, rank
from .rules import BehaviourRule, FitRule, GradeBand, Group, HasScoring, LevelBand, Scoring
from .scorecard import Scorecard, lines_of, score
from .scorer import Cell, Rated, Scorer, compile_scoring
from .treatments import Treatment, Treatments, check_treatments, picture

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
    "Treatment",
    "Treatments",
    "box",
    "cells",
    "check_scoring",
    "check_treatments",
    "compile_scoring",
    "escalates",
    "lines_of",
    "or_better",
    "picture",
    "rank",
    "score",
]
