"""計画: everything a plan document says about the plan itself."""

from plans.models.book import Chapter, DataTable, GlossaryTerm, Reference, Survey, SurveyItem
from plans.models.edition import Edition, EditionBook, EditionClearance
from plans.models.evaluation import DEFAULT_CRITERION, Criterion, EvaluationBody, Verdict, criteria_of
from plans.models.making import CarriedOverIssue, Committee, CycleStep, Generation, MakingStep, PlanCost
from plans.models.plan import DepartmentListing, Plan
from plans.models.policy import BasicPolicy, PolicyDepartment
from plans.models.words import Axis, Category, PlanRule, Word

__all__ = [
    "DEFAULT_CRITERION",
    "Axis",
    "BasicPolicy",
    "CarriedOverIssue",
    "Category",
    "Chapter",
    "Committee",
    "Criterion",
    "CycleStep",
    "DataTable",
    "DepartmentListing",
    "Edition",
    "EditionBook",
    "EditionClearance",
    "EvaluationBody",
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
    "Verdict",
    "Word",
    "criteria_of",
]
