"""Form fields that read years, months and days as people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.date_fields import FiscalYearField, MonthField, PartialDateField

pytestmark = pytest.mark.once  # no database


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (FiscalYearField, "令和4", 2022),
        (FiscalYearField, "Ｒ４年度", 2022),
        (MonthField, "R4.7", date(2022, 7, 1)),
        (MonthField, "2022-07-01", date(2022, 7, 1)),
        (PartialDateField, "平成31年7月", "2019-07"),
        (PartialDateField, "R4.3.25", "2022-03-25"),
    ],
)
def test_a_date_is_read_however_it_is_written(field, text, value):
    assert field().clean(text) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [(FiscalYearField, 2022), (MonthField, date(2019, 7, 1)), (PartialDateField, "2022-03-25"),
     (PartialDateField, "2019-07")],
)  # fmt: skip
def test_what_a_control_shows_reads_as_what_was_stored(field, value):
    control = field()
    assert control.clean(control.prepare_value(value)) == value


@pytest.mark.parametrize(
    ("field", "empty"), [(FiscalYearField, None), (MonthField, None), (PartialDateField, "")]
)
def test_an_empty_control_stores_nothing(field, empty):
    assert field(required=False).clean(" ") == empty


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (FiscalYearField, "令和4年7月", "月は要りません。"),
        (MonthField, "2022", "読み取れません。"),
        (PartialDateField, "R4.2.30", "暦にない日付です。"),
        (PartialDateField, "令和4年3月（2023年3月）", "一致しません。"),
    ],
)
def test_what_cannot_be_read_is_explained(field, text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        field().clean(text)
