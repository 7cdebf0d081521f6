"""`import_edition`: a document becomes an edition, or every reason why not, and nothing is written."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from exchange.canonical import canonical_bytes
from exchange.dump import plan_document
from plans.models import Edition
from tests.factories import freeze, make_measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    make_measure(number="2", name="書かない窓口")
    return make_measure(phases={2022: "検討"}).plan


@pytest.fixture
def document(plan):
    return json.loads(canonical_bytes(plan_document(plan)))


@pytest.fixture
def file_edition(tmp_path):
    """Return a function that runs the command on a document and returns what it says."""

    def run(document, plan="132209/ict-2022", **options):
        file = tmp_path / "edition.json"
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        said = io.StringIO()
        try:
            call_command(
                "import_edition", plan, file, stdout=said, stderr=said, **{"label": "当初"} | options
            )
        except CommandError as refusal:
            return f"{said.getvalue()}{refusal}"
        return said.getvalue()

    return run


def test_a_document_is_filed_in_canonical_bytes_and_the_plan_stays_as_it_is(plan, document, file_edition):
    before = canonical_bytes(plan_document(plan))
    document["plan"]["vision"] = "むかしの理念"
    shuffled = dict(reversed(document.items()))
    said = file_edition(shuffled, adopted_on="2022-03", body="庁議", document_number="3企第10号")
    edition = plan.editions.get()
    assert edition.document.encode() == canonical_bytes(document)
    assert edition.digest in said
    assert (edition.kind, edition.number, edition.adopted_on) == ("initial", 1, "2022-03")
    assert (edition.body, edition.document_number) == ("庁議", "3企第10号")
    assert canonical_bytes(plan_document(plan)) == before


def test_the_plan_is_named_with_its_city_or_beside_it(plan, document, file_edition):
    file_edition(document)
    file_edition(document, plan="ict-2022", municipality="132209", kind="snapshot", label="控え")
    assert [edition.kind for edition in plan.editions.all()] == ["initial", "snapshot"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"plan": "ict-2022"}, "団体が分かりません"),
        ({"plan": "132209/ict-2022", "municipality": "132039"}, "団体コードが食い違っています"),
        ({"plan": "132209/ict-1999"}, "計画が見つかりません"),
        ({"adopted_on": "令和4年"}, "--adopted-on: 日付は 2022-03-25、2022-03、2022 のどれか"),
        ({"kind": "revision"}, "先に当初を確定してください"),
        ({"label": "名" * 201}, "--label: "),
    ],
)
def test_what_does_not_fit_is_refused_by_name(options, sentence, plan, document, file_edition):
    assert sentence in file_edition(document, **options)
    assert not Edition.objects.exists()


def test_every_error_of_the_document_is_shown(plan, document, file_edition):
    document["measures"][0]["policy"] = "9"
    document["measures"][1]["prioriy"] = True
    said = file_edition(document)
    assert "measures[0].policy: " in said
    assert "measures[1].prioriy: " in said
    assert "誤りが2件あります。" in said
    assert not Edition.objects.exists()


def test_a_document_of_another_plan_or_city_is_refused(plan, document, file_edition):
    document["plan"]["code"] = "dx-2022"
    document["municipality"]["code"] = "132039"
    said = file_edition(document)
    assert "municipality.code: 「132039」は、この計画の団体コード「132209」と違います。" in said
    assert "plan.code: 「dx-2022」は、この計画の計画コード「ict-2022」と違います。" in said
    assert not Edition.objects.exists()


def test_a_number_that_an_edition_holds_goes_to_no_other_measure(plan, document, file_edition):
    freeze(plan)
    document["measures"][0] |= {"key": "別の施策", "name": "別の施策"}
    assert "measures[0].number: 番号「2」は確定版で別の施策（2）の番号です。" in file_edition(document)
    assert plan.editions.count() == 1


def test_a_revision_follows_in_number_and_in_time(plan, document, file_edition):
    file_edition(document, adopted_on="2022-03")
    assert "前になっています" in file_edition(document, label="第1回改定", adopted_on="2021-12")
    file_edition(document, label="第1回改定", adopted_on="2023-12")
    assert [(e.number, e.kind, e.label) for e in plan.editions.all()] == [
        (1, "initial", "当初"),
        (2, "revision", "第1回改定"),
    ]


def test_a_file_that_is_not_there_is_named(plan):
    with pytest.raises(CommandError, match="ファイルを読めません"):
        call_command("import_edition", "132209/ict-2022", "nowhere.json", label="当初")
