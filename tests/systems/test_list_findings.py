"""`manage.py list_findings` on the five plans, and what it refuses."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.factories import make_municipality

FIXTURES = [str(path) for path in sorted(Path("fixtures").glob("*.json"))]
LEADS = {
    "内部統合情報システム仮想化基盤": 21, "AD・セキュリティ管理システム": 21,
    "資産管理・持出管理システム": 21, "ファイルサーバ": 21,
    "総合行政ネットワークシステム": 21,
    "営繕積算システム": 19, "戸籍情報システム": 13,
    "介護予防給付管理システム": 2, "健康情報システム": 20, "選挙投票管理システム": 12,
}  # fmt: skip
GAPS = {
    "保育業務システム": 60, "後期高齢者医療システム": 6, "健康情報システム": 10, "学校情報システム": 12,
    "教育用システム": 12, "学校図書館システム": 12, "統合ネットワーク機器": 12,
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def five_cities(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_plan", *FIXTURES, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        yield
        transaction.set_rollback(True)


def listed(*options: str) -> list[dict]:
    written = io.StringIO()
    call_command("list_findings", *options, "--format", "json", stdout=written)
    return json.loads(written.getvalue())


def months_of(findings: list[dict], rule: str) -> dict[str, int]:
    return {row["system"]: row["months"] for row in findings if row["rule"] == rule}


@pytest.mark.parametrize("day", ["2014-06-01", "2026-11-28"])
def test_musashino_comes_out_as_its_own_table_says(five_cities, day):
    findings = listed("--municipality", "132039", "--as-of", day)
    assert months_of(findings, "review-late") == LEADS
    assert months_of(findings, "service-gap") == GAPS
    assert months_of(findings, "review-undetermined") == {"文化財システム": None}
    assert months_of(findings, "end-before-review") == {"保育業務システム": 37}
    assert {row["municipality"] for row in findings} == {"132039"}
    assert not any(row["accepted"] for row in findings)  # the footnote on extensions accepts nothing


def test_a_finding_has_the_members_the_command_promises(five_cities):
    late = next(row for row in listed("--municipality", "132039") if row["system"] == "戸籍情報システム")
    assert set(late) == {
        "municipality", "rule", "severity", "system", "department", "months", "sentence", "accepted",
    }  # fmt: skip
    assert late["department"] == "市民課"


def test_the_list_of_all_is_that_of_each_city_and_says_what_is_missing(five_cities):
    everything = listed("--as-of", "2026-11-28")
    cities = ["132021", "132039", "132152", "132209", "132233"]
    assert everything == [
        row for code in cities for row in listed("--municipality", code, "--as-of", "2026-11-28")
    ]
    counts = Counter((row["municipality"], row["rule"]) for row in everything)
    assert counts["132021", "start-without-end"] == 83
    for code in ("132152", "132209", "132233"):
        assert counts[code, "inventory-missing"] == 1
        assert "記載なし" in next(row["sentence"] for row in everything if row["municipality"] == code)


def test_people_read_it_as_text(five_cities):
    written = io.StringIO()
    call_command("list_findings", "--municipality", "132039", "--as-of", "2014-06-01", stdout=written)
    text = written.getvalue()
    assert text.startswith("基準日 平成26年6月1日（2014年6月1日）")
    assert "[要対応] 132039　戸籍情報システム　市民課：検討の開始が遅い" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--municipality", "999999"], "999999 の団体はありません"),
        (["--as-of", "令和8年"], "2026-04-01 の形"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(options, words):
    make_municipality()
    with pytest.raises(CommandError, match=words):
        listed(*options)
