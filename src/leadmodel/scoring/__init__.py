"""How good is it, and why: a grade from who they are, a score from what they do, a label from both; and in time."""

from .bant_answered import AnswerState
from .bant_answers import Authority, Bant, Budget, CompellingEvent, Need, Size
from .bant_card import BantCard, BantLine, grade_bant, standing
from .bant_fields import BantFields, BantReading, BantWord, read_bant
from .bant_missing import BantChange, BantWay, what_is_missing
from .bant_model import BantModel, LetterBand, SizeAnswer, SizeBand
from .bant_points import (
    AuthorityPoints,
    BudgetPoints,
    CompellingEventPoints,
    Element,
    NeedPoints,
    TimeBand,
    TimePoints,
    TitleBand,
    TitlePoints,
)
from .bant_shipped import bant_matrix
from .categories import Category, check_categories, score_by_category, scoring_for
from .causes import Cause, CauseCode, Placing
from .changes import ScoreChange, score_changes
from .check import check_scoring
from .crossing import Ending, EndingCode, NextCrossing, next_crossing
from .decay import Decay, DecayStep
from .enriched import EnrichedCard, EnrichedCode, score_enriched
from .escalation import Escalation, EscalationReason, escalates
from .letters import LetterGrades, third_rule, thirds_of_a_letter
from .lines import Line, LineStep, Outcome
from .matrix import Reading, box, cells, or_better, rank
from .missing import Change, ChangeKind, Missing, MissingCode, MissingSet, Obstacle, missing_for
from .override import IgnoredCode, LabelStanding, Override, label_standing
from .review import (
    Agreed,
    BuildingStep,
    ReviewStanding,
    ScoringReview,
    StepStanding,
    building_steps,
    check_review,
    overdue_review,
)
from .rules import BehaviourRule, FitRule, GradeBand, Group, HasScoring, LevelBand, Scoring
from .running import Running
from .scorecard import Scorecard, lines_of, score
from .scorer import Cell, Rated, Scorer, compile_scoring
from .segments import Segment, segments
from .stars import scaled
from .thresholds import CrossingCode, Handoffs, Threshold, ThresholdCrossing, handoffs
from .treatments import Treatment, Treatments, check_treatments, picture

__all__ = [
    "Agreed",
    "AnswerState",
    "Authority",
    "AuthorityPoints",
    "Bant",
    "BantCard",
    "BantChange",
    "BantFields",
    "BantLine",
    "BantModel",
    "BantReading",
    "BantWay",
    "BantWord",
    "BehaviourRule",
    "Budget",
    "BudgetPoints",
    "BuildingStep",
    "Category",
    "Cause",
    "CauseCode",
    "Cell",
    "Change",
    "ChangeKind",
    "CompellingEvent",
    "CompellingEventPoints",
    "CrossingCode",
    "Decay",
    "DecayStep",
    "Element",
    "Ending",
    "EndingCode",
    "EnrichedCard",
    "EnrichedCode",
    "Escalation",
    "EscalationReason",
    "FitRule",
    "GradeBand",
    "Group",
    "Handoffs",
    "HasScoring",
    "IgnoredCode",
    "LabelStanding",
    "LetterBand",
    "LetterGrades",
    "LevelBand",
    "Line",
    "LineStep",
    "Missing",
    "MissingCode",
    "MissingSet",
    "Need",
    "NeedPoints",
    "NextCrossing",
    "Obstacle",
    "Outcome",
    "Override",
    "Placing",
    "Rated",
    "Reading",
    "ReviewStanding",
    "Running",
    "ScoreChange",
    "Scorecard",
    "Scorer",
    "Scoring",
    "ScoringReview",
    "Segment",
    "Size",
    "SizeAnswer",
    "SizeBand",
    "StepStanding",
    "Threshold",
    "ThresholdCrossing",
    "TimeBand",
    "TimePoints",
    "TitleBand",
    "TitlePoints",
    "Treatment",
    "Treatments",
    "bant_matrix",
    "box",
    "building_steps",
    "cells",
    "check_categories",
    "check_review",
    "check_scoring",
    "check_treatments",
    "compile_scoring",
    "escalates",
    "grade_bant",
    "handoffs",
    "label_standing",
    "lines_of",
    "missing_for",
    "next_crossing",
    "or_better",
    "overdue_review",
    "picture",
    "rank",
    "read_bant",
    "scaled",
    "score",
    "score_by_category",
    "score_changes",
    "score_enriched",
    "scoring_for",
    "segments",
    "standing",
    "third_rule",
    "thirds_of_a_letter",
    "what_is_missing",
]
