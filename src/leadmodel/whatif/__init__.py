"""What if: judging a scoring model by what became of the leads, however they were scored."""

from .backtest import backtest
from .bands import Band, Bands, band_table, bands_of
from .calibration import Calibration, calibration
from .capacity import AtCapacity, Worked, at_capacity
from .cells import Cell, Inversion, band_inversions, cell_inversions, cell_table
from .drift import Drift, DriftBand, drift
from .judged import Feature, Judged
from .leaks import Suspect, leak_suspects
from .learned import LearnedPoints, LearnedRule, RoundingCost, fit_points
from .rates import Gap, Rate, rate_of
from .remarks import Remark, RemarkCode
from .reported import AtThreshold, Backtest, Window
from .review import OverdueReview, ScoringReview, overdue_reviews
from .separation import Separation, separation
from .thresholds import NearTheLine, Passing, Threshold, threshold_for
from .volume import MqlVolume, VolumeChange, mql_volume

__all__ = [
    "AtCapacity",
    "AtThreshold",
    "Backtest",
    "Band",
    "Bands",
    "Calibration",
    "Cell",
    "Drift",
    "DriftBand",
    "Feature",
    "Gap",
    "Inversion",
    "Judged",
    "LearnedPoints",
    "LearnedRule",
    "MqlVolume",
    "NearTheLine",
    "OverdueReview",
    "Passing",
    "Rate",
    "Remark",
    "RemarkCode",
    "RoundingCost",
    "ScoringReview",
    "Separation",
    "Suspect",
    "Threshold",
    "VolumeChange",
    "Window",
    "Worked",
    "at_capacity",
    "backtest",
    "band_inversions",
    "band_table",
    "bands_of",
    "calibration",
    "cell_inversions",
    "cell_table",
    "drift",
    "fit_points",
    "leak_suspects",
    "mql_volume",
    "overdue_reviews",
    "rate_of",
    "separation",
    "threshold_for",
]
