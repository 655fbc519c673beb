"""What if: judging a scoring model by what became of the leads, however they were scored."""

from .backtest import backtest
from .bands import Band, Bands, band_table, bands_of
from .calibration import Calibration, calibration
from .capacity import AtCapacity, Worked, at_capacity
from .cells import Cell, Inversion, band_inversions, cell_inversions, cell_table
from .changed_lines import LineChange
from .compare import CellMove, LeadChange, RuleEffect, ScoringDiff, Standing, Workload, diff_scoring
from .compare_rules import Declared, RuleChange, RulesDiff, diff_rules
from .drift import Drift, DriftBand, drift
from .judged import Feature, Judged
from .leaks import Suspect, leak_suspects
from .learned import LearnedPoints, LearnedRule, RoundingCost, fit_points
from .lint import lint_scoring
from .rates import Gap, Rate, rate_of
from .reach import Reach, Span, reach
from .remarked import ScoringRemark, ScoringRemarkCode
from .remarks import Remark, RemarkCode
from .reported import AtThreshold, Backtest, Window
from .separation import Separation, separation
from .thresholds import NearTheLine, Passing, Threshold, threshold_for
from .trial import WhatIf, what_if
from .volume import MqlVolume, VolumeChange, mql_volume

__all__ = [
    "AtCapacity",
    "AtThreshold",
    "Backtest",
    "Band",
    "Bands",
    "Calibration",
    "Cell",
    "CellMove",
    "Declared",
    "Drift",
    "DriftBand",
    "Feature",
    "Gap",
    "Inversion",
    "Judged",
    "LeadChange",
    "LearnedPoints",
    "LearnedRule",
    "LineChange",
    "MqlVolume",
    "NearTheLine",
    "Passing",
    "Rate",
    "Reach",
    "Remark",
    "RemarkCode",
    "RoundingCost",
    "RuleChange",
    "RuleEffect",
    "RulesDiff",
    "ScoringDiff",
    "ScoringRemark",
    "ScoringRemarkCode",
    "Separation",
    "Span",
    "Standing",
    "Suspect",
    "Threshold",
    "VolumeChange",
    "WhatIf",
    "Window",
    "Worked",
    "Workload",
    "at_capacity",
    "backtest",
    "band_inversions",
    "band_table",
    "bands_of",
    "calibration",
    "cell_inversions",
    "cell_table",
    "diff_rules",
    "diff_scoring",
    "drift",
    "fit_points",
    "leak_suspects",
    "lint_scoring",
    "mql_volume",
    "rate_of",
    "reach",
    "separation",
    "threshold_for",
    "what_if",
]
