"""調査・報告・会議・評価: what happened in a year, and what the bodies said of it."""

from reviews.models.beside import RelatedAddition, ReportFile, ReviewComment
from reviews.models.kept import KeptPapers
from reviews.models.meetings import Attendance, Condition, Evaluation, Meeting, MeetingItem
from reviews.models.reports import (
    ProgressReport,
    ReportDraft,
    ReportedCost,
    ReportedPhase,
    ReportedValue,
    ReturnRemark,
    WishedPhase,
)
from reviews.models.rounds import Assignment, DepartmentCheck, Material, ReviewRound, RoundLetter

__all__ = [
    "Assignment",
    "Attendance",
    "Condition",
    "DepartmentCheck",
    "Evaluation",
    "KeptPapers",
    "Material",
    "Meeting",
    "MeetingItem",
    "ProgressReport",
    "RelatedAddition",
    "ReportDraft",
    "ReportFile",
    "ReportedCost",
    "ReportedPhase",
    "ReportedValue",
    "ReturnRemark",
    "ReviewComment",
    "ReviewRound",
    "RoundLetter",
    "WishedPhase",
]
