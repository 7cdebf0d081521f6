"""The pieces every form is made of: a field with its help and errors, and the list of all errors."""

from django import forms
from django.template.loader import render_to_string
from django.test.html import parse_html


class Application(forms.Form):
    name = forms.CharField(label="名称", help_text="計画書に載る名前です。")
    memo = forms.CharField(label="メモ", required=False)
    agree = forms.BooleanField(label="確かめた", required=False)
    fields_of_work = forms.MultipleChoiceField(
        label="分野", choices=[("1", "福祉"), ("2", "教育")], widget=forms.CheckboxSelectMultiple
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("期間が重なっています。")


def field(form, name):
    return render_to_string("_field.html", {"field": form[name]})


def errors(forms):
    return render_to_string("_form_errors.html", {"forms": forms})


def test_a_field_is_tied_to_its_label_and_help():
    html = field(Application(), "name")
    assert '<label class="field__label" for="id_name">名称' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "必須" in html
    assert "aria-invalid" not in html


def test_an_error_is_tied_to_its_field():
    html = field(Application({}), "name")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html


def test_what_is_not_required_is_not_marked():
    assert "必須" not in field(Application(), "memo")


def test_a_group_of_boxes_is_a_fieldset_that_owns_the_error():
    html = field(Application({}), "fields_of_work")
    assert "<fieldset" in html
    assert "<legend" in html
    assert 'aria-describedby="id_fields_of_work_error"' in html
    assert html.count('id="id_fields_of_work"') == 1


def test_a_box_stands_before_its_label():
    html = field(Application(), "agree")
    assert html.index("<input") < html.index("確かめた")


def test_a_hidden_field_is_only_itself():
    assert parse_html(field(Application(), "token")) == parse_html(
        '<input type="hidden" name="token" id="id_token">'
    )


def test_all_errors_stand_first_each_leading_to_its_field():
    html = errors(Application({}))
    assert "autofocus" in html
    assert "（4件）" in html
    assert '<a href="#id_name">名称</a>' in html
    assert '<a href="#id_fields_of_work">分野</a>' in html
    assert html.index("期間が重なっています。") < html.index("名称")
    assert "#id_token" not in html


def test_the_errors_of_several_forms_stand_together():
    assert (
        errors([Application({}), Application({}, prefix="second"), Application()]).count(
            "期間が重なっています。"
        )
        == 2
    )


def test_without_errors_nothing_is_shown():
    assert errors(Application()).strip() == ""
