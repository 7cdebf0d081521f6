"""情報システム: the city's inventory, its contracts and renewals, what is accepted and consulted of it."""

from systems.models.alerts import CalendarFeed, FindingCheck, RenewalAlert
from systems.models.consultations import Consultation, ConsultationCost, ConsultationRule, EffectCheck
from systems.models.contracts import ALERT_MONTHS, Contract, ContractAmount, ContractSystem
from systems.models.findings import AcceptedFinding
from systems.models.inventory import (
    InformationSystem,
    StandardMigration,
    SupportEnd,
    SystemDepartment,
    SystemFile,
    SystemShare,
)
from systems.models.listings import PlanListing, RenewalCost, RenewalPlan
from systems.models.procedures import OnlineProcedure, ProcedureUse

__all__ = [
    "ALERT_MONTHS",
    "AcceptedFinding",
    "CalendarFeed",
    "Consultation",
    "ConsultationCost",
    "ConsultationRule",
    "Contract",
    "ContractAmount",
    "ContractSystem",
    "EffectCheck",
    "FindingCheck",
    "InformationSystem",
    "OnlineProcedure",
    "PlanListing",
    "ProcedureUse",
    "RenewalAlert",
    "RenewalCost",
    "RenewalPlan",
    "StandardMigration",
    "SupportEnd",
    "SystemDepartment",
    "SystemFile",
    "SystemShare",
]
