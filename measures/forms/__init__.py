"""The forms of measures: the measure itself, what hangs on it, and its life in the plan."""

from measures.forms.figures import BudgetLineForm, ValueForm
from measures.forms.life import DecisionForm, EndForm, MergeForm, NumbersForm, SplitForm
from measures.forms.measure import MeasureForm
from measures.forms.rows import CostForm, IndicatorForm, TrackForm

__all__ = [
    "BudgetLineForm",
    "CostForm",
    "DecisionForm",
    "EndForm",
    "IndicatorForm",
    "MeasureForm",
    "MergeForm",
    "NumbersForm",
    "SplitForm",
    "TrackForm",
    "ValueForm",
]
