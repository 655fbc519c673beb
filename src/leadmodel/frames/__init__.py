"""Whole tables of leads and events at once, in the engine that the caller uses (the extra `frames`)."""

from .counting import figures_frame
from .route import route_frame
from .score import score_frame

__all__ = ["figures_frame", "route_frame", "score_frame"]
