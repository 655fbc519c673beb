"""Pictures of what the other rooms answer, as Altair charts (extra `plots`)."""

from .coverage import gap_chart, week_chart

__all__ = ["gap_chart", "week_chart"]
