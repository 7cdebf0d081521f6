"""Options: the same in a form, a command, a template and a job; what is not offered is refused in words."""

import pytest
from django.core.management import CommandError
from django.http import QueryDict

from portal.papers.command_line import flag_of, typed_options
from portal.papers.forms import NAMES, OptionsForm
from portal.papers.options import Options, UnknownOption
from portal.papers.orders import Order, order_of
from portal.papers.registry import KINDS
from tests.factories import freeze
from tests.posted import posted_fields

MANY = Options(
    audience="internal", edition=2, round="2023-1", department="情報管理課", measure="3", old="1", new="now",
    axis="field", as_of="R8.4.1", parts=("b", "a"), size="A3", orientation="landscape", pages=4,
    is_blank=True, is_monochrome=True, has_mark=False, variant="pdf/ua-1", format="docx",
)  # fmt: skip


def test_options_come_back_from_json_as_they_went():
    assert Options.of(MANY.plain) == MANY
    assert Options().plain == {}
    assert Options.of({}) == Options()


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ({"colour": "red"}, "「colour」はありません"),
        ({"size": "B4"}, "用紙に「B4」は選べません。A4・A3・A2から選んでください。"),
        ({"variant": "pdf/x"}, "PDFの規格に「pdf/x」は選べません"),
        ({"audience": ""}, "用途に「」は選べません"),
        ({"pages": "4"}, "「pages」の値を読み取れません"),
        ({"round": None}, "「round」の値を読み取れません"),
    ],
)
def test_what_is_not_offered_is_refused(plain, sentence):
    with pytest.raises(UnknownOption, match=sentence):
        Options.of(plain)


def test_an_order_comes_back_from_a_job_as_it_went():
    order = Order(KINDS["coverage"], Options(axis="field", is_monochrome=True))
    assert order_of(order.plain) == order


def test_a_kind_that_is_no_more_is_named():
    with pytest.raises(UnknownOption, match="「poem」という印刷物は、もうありません"):
        order_of({"kind": "poem"})


def test_a_command_types_what_a_job_keeps():
    given = {
        "audience": "internal", "edition": "2", "parts": "b, a", "is_blank": True, "is_monochrome": True,
        "no_mark": True, "as_of": "R8.4.1", "pages": 4, "round": None, "old": "",
    }  # fmt: skip
    assert typed_options(given) == {
        "audience": "internal", "edition": 2, "parts": ("b", "a"), "is_blank": True, "is_monochrome": True,
        "has_mark": False, "as_of": "R8.4.1", "pages": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"edition": "最新"}, "--edition：「最新」は番号ではありません"),
        ({"meeting": "1.5"}, "--meeting：「1.5」は番号ではありません"),
        ({"audience": "public", "internal": True}, "食い違っています"),
        ({"internal": True, "public": True}, "食い違っています"),
    ],
)
def test_a_command_names_the_argument_to_mend(given, sentence):
    with pytest.raises(CommandError, match=sentence):
        typed_options(given)


def test_an_argument_is_named_after_its_option():
    assert [flag_of(name) for name in ("as_of", "has_mark", "is_monochrome")] == [
        "--as-of", "--no-mark", "--monochrome",
    ]  # fmt: skip


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if kind.of_plan])
def test_a_form_posted_untouched_asks_for_the_usual(code, asked, client_as):
    ask = asked()
    freeze(ask.place.plan)
    page = client_as("viewer").get(f"/132209/ict-2022/papers/?kind={code}")
    data = QueryDict(mutable=True)
    for name, value in posted_fields(page).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = OptionsForm(data, kind=KINDS[code], place=ask.place, user=ask.user, day=ask.day)
    assert form.is_valid(), form.errors
    assert form.order.options == Options()


def test_a_form_shows_what_a_template_says_and_gives_it_back(asked):
    ask = asked()
    options = Options(audience="internal", is_monochrome=True, variant="pdf/a-3a")
    shown = OptionsForm(kind=KINDS["plan-book"], place=ask.place, user=ask.user, day=ask.day, options=options)
    data = QueryDict(mutable=True)
    data.update(
        {name: str(shown.get_initial_for_field(shown.fields[name], name) or "") for name in shown.fields}
    )
    form = OptionsForm(data, kind=KINDS["plan-book"], place=ask.place, user=ask.user, day=ask.day)
    assert form.is_valid(), form.errors
    got = form.order.options
    assert (got.audience, got.is_monochrome, got.variant) == ("internal", True, "pdf/a-3a")


def parts_form(asked, typed):
    ask, data = asked(), QueryDict(typed)
    return OptionsForm(data, kind=KINDS["systems"], place=ask.place, user=ask.user, day=ask.day)


def test_ticked_parts_come_in_the_order_of_their_numbers(asked):
    first, second, *_ = KINDS["systems"].parts
    form = parts_form(asked, f"parts={first}&parts={second}&place-{first}=9&place-{second}=2")
    assert form.is_valid()
    assert form.order.options.parts == (second, first)
    assert [line.code for line in form.parts][:2] == [second, first]


def test_a_paper_of_no_part_is_refused(asked):
    form = parts_form(asked, "audience=public&place-inventory=1")
    assert not form.is_valid()
    assert "載せる部分が選ばれていません" in str(form.errors)


def test_a_day_that_cannot_be_read_is_refused_beside_its_field(asked):
    form = parts_form(asked, "as_of=来週")
    assert "as_of" in form.errors


def test_every_option_has_a_place_in_the_form_or_belongs_to_another_page():
    offered = {name for kind in KINDS.values() for name in kind.fields} | {
        "is_monochrome",
        "variant",
        "parts",
    }
    assert set(NAMES) - offered <= {"sheets", "pages", "size", "orientation", "has_mark", "format", "is_kept"}
