"""The plain members of each kind of object in the plan document (`ict-plan/1`)."""

from exchange.codec import Shape
from measures.models import (
    BudgetLine,
    Continuation,
    CostEstimate,
    Indicator,
    IndicatorValue,
    Measure,
    Outcome,
    RelatedMeasure,
    ScheduleTrack,
)
from plans.models import (
    Axis,
    BasicPolicy,
    CarriedOverIssue,
    Category,
    Chapter,
    Committee,
    Criterion,
    CycleStep,
    DataTable,
    DepartmentListing,
    EvaluationBody,
    Generation,
    GlossaryTerm,
    MakingStep,
    Plan,
    PlanCost,
    PlanRule,
    Reference,
    Survey,
    SurveyItem,
    Word,
)
from reviews.models import (
    Attendance,
    Condition,
    Evaluation,
    Meeting,
    MeetingItem,
    ProgressReport,
    RelatedAddition,
    ReviewRound,
)
from systems.models import (
    Contract,
    ContractAmount,
    InformationSystem,
    OnlineProcedure,
    ProcedureUse,
    RenewalCost,
    RenewalPlan,
    StandardMigration,
    SupportEnd,
    SystemShare,
)

PLAN = Shape(
    Plan,
    "code title subtitle start_fiscal_year end_fiscal_year start_on end_on extended issued_on publisher"
    " editor vision scope revision_rule predecessor policy_levels renewal_lead_months labels notes",
)
DEPARTMENT = Shape(DepartmentListing, "kind from:since until successors notes")
PHASE = Shape(Word, "label stage:code notes")
ACHIEVEMENT = Shape(Word, "label code meaning notes")
DIRECTION = Shape(Word, "label code resources meaning notes")
RULE = Shape(PlanRule, "code text notes")
EVALUATION_BODY = Shape(EvaluationBody, "name verdicts rates_direction notes")
CRITERION = Shape(Criterion, "name labels good_end meaning notes")
REFERENCE = Shape(
    Reference,
    "kind title relation parent article issued_on revised_on start_fiscal_year end_fiscal_year notes",
)
POLICY = Shape(BasicPolicy, "code printed_code name description issues goal reportable outcome items notes")
CHAPTER = Shape(Chapter, "number title kind body insert notes")
TABLE = Shape(DataTable, "number title kind unit source year_kind columns rows notes")
AXIS = Shape(Axis, "code name description notes")
CATEGORY = Shape(Category, "code label description notes")
COMMITTEE = Shape(Committee, "name kind parent basis role duties members secretariat quorum notes")
MAKING = Shape(MakingStep, "on until kind body subject notes")
CYCLE = Shape(CycleStep, "actor step months notes")
PLAN_COST = Shape(PlanCost, "fiscal_year amount approximate basis notes")
CARRIED_OVER = Shape(CarriedOverIssue, "number title result direction notes")
GENERATION = Shape(
    Generation,
    "ordinal title issued_on start_fiscal_year end_fiscal_year themes rate_text rate includes_partly"
    " items lesson notes",
)
SURVEY = Shape(Survey, "name from:since until population method sample returned valid rate means notes")
SURVEY_ITEM = Shape(SurveyItem, "number field name satisfaction importance quadrant notes")
TERM = Shape(GlossaryTerm, "term reading full_name aliases group explanation notes")
PROCEDURE = Shape(OnlineProcedure, "name channel is_online started_on national_group notes")
PROCEDURE_USE = Shape(ProcedureUse, "fiscal_year applications online target_rate notes")

SYSTEM = Shape(
    InformationSystem,
    "name outline started_on started_kind is_priority migrates_to_next vendor product hosting location"
    " segment bcp_priority has_personal_information users:user_count yearly_cost standard_businesses"
    " shared_with ended_on disclosure notes",
)
# What a city keeps of its systems in the portal: a document that leaves one of these out does not empty it.
INVENTORY = frozenset(
    {
        "vendor", "product", "hosting", "location", "segment", "bcp_priority", "has_personal_information",
        "users", "yearly_cost", "standard_businesses", "ended_on", "disclosure",
    }
)  # fmt: skip
SHARE = Shape(SystemShare, "users:user_count yearly_cost")
MIGRATION = Shape(StandardMigration, "business state due:due_on reason notes", has_days=True)
SUPPORT_END = Shape(SupportEnd, "kind name on:ends_on notes", has_days=True)
CONTRACT = Shape(
    Contract,
    "name kind counterpart number first_start first_end renews_automatically renewal_months notice_days"
    " extension_options obligation terminated_on alert_months notes",
    has_days=True,
)
CONTRACT_AMOUNT = Shape(ContractAmount, "fiscal_year amount notes")
RENEWAL = Shape(
    RenewalPlan,
    "current_end review_start specification_start procurement_fiscal_year contract_on build_start"
    " parallel_start next_start notes",
)
RENEWAL_COST = Shape(RenewalCost, "fiscal_year amount basis notes")

MEASURE = Shape(
    Measure,
    "number printed_number name is_new is_priority policy_candidates departments_text issues approach"
    " content goal items parent_plan_ref categories_unclear decision_due_fiscal_year notes",
)
ADDED = Shape(
    Measure,
    "fiscal_year:added_fiscal_year label:added_label on:added_on body:added_body"
    " document_number:added_document_number notes:added_notes",
)
ENDED = Shape(
    Measure,
    "fiscal_year:ended_fiscal_year kind:ended_kind reason:ended_reason on:ended_on body:ended_body"
    " document_number:ended_document_number notes:ended_notes",
)
CONTINUES = Shape(Continuation, "ref basis notes")
RELATED = Shape(RelatedMeasure, "text notes")
TRACK = Shape(ScheduleTrack, "label notes")
INDICATOR = Shape(
    Indicator,
    "name kind unit direction basis bound target target_text due_fiscal_year due_text from_fiscal_year group"
    " numerator denominator baseline baseline_on notes",
)
INDICATOR_VALUE = Shape(
    IndicatorValue,
    "fiscal_year target value text achievement as_of state source judgement judgement_reason notes",
)
COST = Shape(CostEstimate, "fiscal_year initial running specific_funding total budget settled funding notes")
BUDGET_LINE = Shape(
    BudgetLine,
    "fiscal_year name account initial supplementary carried_in obligation settled settled_state national"
    " prefectural other general notes",
)
OUTCOME = Shape(Outcome, "summary items as_of reported_fiscal_year notes")

ROUND = Shape(
    ReviewRound,
    "key name kind fiscal_year part part_label as_of asks answer_due opened_on final_on notes",
    has_days=True,
)
REPORT = Shape(ProgressReport, "situation done issues effect year_plan proxy_source notes")
EVALUATION = Shape(
    Evaluation,
    "verdict ratings comment goal:goal_change resources decided_on notes",
    has_days=True,
)
CONDITION = Shape(
    Condition, "text body:body_name given_on due_on state answer closed_on notes", has_days=True
)
ADDITION = Shape(RelatedAddition, "text notes")
MEETING = Shape(Meeting, "title held_on by_document:is_by_document notes", has_days=True)
MEETING_ITEM = Shape(MeetingItem, "kind title minutes outcome notes")
ATTENDANCE = Shape(Attendance, "post role state proxy_post opinion notes")
