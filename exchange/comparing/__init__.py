"""Comparing two plan documents: what a 新旧対照表 says, as data."""

from exchange.comparing.comparison import compare
from exchange.comparing.model import Change, Comparison, Decision, Entry, Kind, Line, TrackChange

__all__ = ["Change", "Comparison", "Decision", "Entry", "Kind", "Line", "TrackChange", "compare"]
