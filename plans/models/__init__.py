"""計画: everything a plan document says about the plan itself."""

from plans.models.book import Chapter, DataTable, GlossaryTerm, Reference, Survey, SurveyItem
from plans.models.edition import Edition, EditionBook, EditionClearance
from plans.models.making import CarriedOverIssue, Committee, CycleStep, Generation, MakingStep, PlanCost
from plans.models.plan import DepartmentListing, Plan
from plans.models.policy import BasicPolicy, PolicyDepartment
from plans.models.words import Axis, Category, PlanRule, Word

__all__ = [
    "Axis",
    "BasicPolicy",
    "CarriedOverIssue",
    "Category",
    "Chapter",
    "Committee",
    "CycleStep",
    "DataTable",
    "DepartmentListing",
    "Edition",
    "EditionBook",
    "EditionClearance",
    "Generation",
    "GlossaryTerm",
    "MakingStep",
    "Plan",
    "PlanCost",
    "PlanRule",
    "PolicyDepartment",
    "Reference",
    "Survey",
    "SurveyItem",
    "Word",
]
