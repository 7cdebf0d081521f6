"""ひな形: kept by planning, used by the city, one default a kind, outdated ones explained."""

import pytest
from django.core.exceptions import ValidationError

from portal.papers import city_templates as services
from portal.papers.options import Options, UnknownOption
from portal.papers.orders import NothingToPrint, Order
from portal.papers.registry import KINDS
from tests.factories import make_municipality, make_user
from workspace.models import PACK, PrintTemplate

pytestmark = pytest.mark.django_db
GREY = Options(is_monochrome=True)


def keep(name="図書室用", kinds=("coverage",), options=GREY, **fields):
    return services.template_save(
        **{
            "municipality": make_municipality(), "author": make_user("planning"), "name": name,
            "orders": [Order(KINDS[kind], options) for kind in kinds], "is_default": False,
        }
        | fields
    )  # fmt: skip


def test_what_is_kept_comes_back():
    template = PrintTemplate.objects.get(pk=keep().pk)
    assert services.orders_of_template(template) == [Order(KINDS["coverage"], GREY)]
    assert (template.kind, str(template.author)) == ("coverage", "計画主管課")


def test_several_kinds_are_one_template():
    template = keep(kinds=("coverage", "comparison"))
    assert template.kind == PACK
    assert [order.kind.code for order in services.orders_of_template(template)] == ["coverage", "comparison"]


def test_a_name_is_used_once_in_a_city():
    keep()
    with pytest.raises(ValidationError, match="同じ名前のひな形"):
        keep()
    keep(municipality=make_municipality("132152", "国立市"))


def test_a_template_is_written_over_under_its_name():
    first = keep()
    again = keep(template=first, options=Options(variant="pdf/ua-1"))
    assert again.pk == first.pk
    assert services.orders_of_template(again)[0].options.variant == "pdf/ua-1"


def test_a_new_default_takes_the_place_of_the_one_before():
    first, other_kind = keep("一", is_default=True), keep("二", kinds=("comparison",), is_default=True)
    services.template_edit(template=keep("三"), name="四", is_default=True)
    found = {template.name: template.is_default for template in PrintTemplate.objects.all()}
    assert found == {"一": False, "二": True, "四": True}
    assert first.kind != other_kind.kind


def test_the_default_is_how_a_city_prints_but_for_what_is_chosen():
    city = make_municipality()
    assert services.usual_order(city, KINDS["coverage"]).options == Options()
    keep(is_default=True)
    assert services.usual_order(city, KINDS["coverage"], axis="field").options == Options(
        axis="field", is_monochrome=True
    )
    assert services.usual_order(make_municipality("132152", "国立市"), KINDS["coverage"]).options == Options()


@pytest.mark.parametrize(
    ("papers", "sentence"),
    [
        ([{"kind": "coverage", "options": {"colour": "red"}}], "「colour」はありません"),
        ([{"kind": "poem", "options": {}}], "「poem」という印刷物は、もうありません"),
        ([{"kind": "coverage", "options": {"variant": "pdf/x"}}], "選べません"),
        (["coverage"], "中身を読み取れません"),
        ([{"kind": "coverage", "options": None}], "中身を読み取れません"),
    ],
)
def test_what_was_offered_once_is_explained(papers, sentence):
    template = keep()
    PrintTemplate.objects.update(papers=papers)
    template.refresh_from_db()
    with pytest.raises(UnknownOption, match=f"ひな形「図書室用」は.*{sentence}.*作り直してください"):
        services.orders_of_template(template)
    assert sentence in services.template_lines(make_municipality())[0].refusal


def test_a_template_of_nothing_is_not_kept():
    with pytest.raises(NothingToPrint):
        keep(kinds=())
