"""The hub of a plan's edit pages: what there is to edit, and how much of it."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans.models import Plan

GROUPS = [
    ("計画", [
        ("plans:plan_head_edit", "計画の基本事項", "計画名、期間、基本理念、見直し、この市の言葉", ""),
        ("plans:word_list", "計画の言葉", "工程区分、達成状況、今後の方向性", "word_set"),
        ("plans:plan_rule_list", "計画のきまり", "計画が自ら守ると書いたこと", "rules"),
        ("plans:plan_cost_list", "計画の経費", "年度ごとの経費", "costs"),
    ]),
    ("体系と施策", [
        ("plans:policy_list", "施策体系", "基本方針から取組まで", "policies"),
        ("portal:measure_list", "施策", "施策ごとの工程、目標、担当課", ""),
        ("portal:schedule_edit", "工程表", "年度と工程をまとめて", ""),
        ("measures:measure_order", "施策の順", "計画書に並べる順", ""),
        ("measures:measure_renumber", "施策の番号", "番号の付け直し", ""),
        ("plans:axis_list", "分類軸と分類", "分野、視点、SDGs など", "axes"),
        ("plans:reference_list", "根拠・関連計画", "法令、国・都道府県・市の計画", "references"),
    ]),
    ("計画書の本文", [
        ("plans:chapter_list", "章", "本文、コラム、資料", "chapters"),
        ("plans:data_table_list", "図表", "表とグラフのもとの数字", "tables"),
        ("plans:survey_list", "市民調査", "調査の方法と項目ごとの結果", "surveys"),
        ("plans:glossary_term_list", "用語", "用語の説明と別名", "glossary"),
    ]),
    ("体制と経過", [
        ("plans:committee_list", "会議体", "構成、所掌事項、定足数", "committees"),
        ("plans:evaluation_body_list", "評価する会議体", "評価の順と、使う言葉", "evaluation_bodies"),
        ("plans:criterion_list", "評価の観点", "何をみて、どの段階で評価するか", "criteria"),
        ("plans:making_step_list", "策定経過", "計画ができるまで", "making"),
        ("plans:cycle_step_list", "進行管理の手順", "毎年度の進め方", "cycle"),
        ("plans:carried_over_issue_list", "引き継いだ課題", "前の計画から残った課題", "carried_over"),
        ("plans:generation_list", "過去の計画", "概要だけが分かっている計画", "generations"),
    ]),
    ("確定と記録", [
        ("portal:edition_list", "確定版", "当初、改定、控え", "editions"),
        ("portal:edition_compare", "新旧対照表", "二つの版の違い", ""),
        ("portal:change_set_list", "変更の記録", "だれが、いつ、何を、なぜ", ""),
        ("portal:consideration_list", "長期検討", "検討が続く施策と決定の期限", ""),
    ]),
]  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One page of the hub; `count` is None where there is nothing to count."""

    url: str
    label: str
    about: str
    count: int | None


def edit_hub(plan: Plan) -> list[tuple[str, list[Way]]]:
    """Return the ways by group, each with the number of its rows (one query for all numbers)."""
    names = [rows for _, ways in GROUPS for *_, rows in ways if rows]
    counts = Plan.objects.filter(pk=plan.pk).values_list(*(_count(name) for name in names)).get()
    by_name = dict(zip(names, counts, strict=True))
    return [
        (group, [_way(plan, url, label, about, by_name.get(rows)) for url, label, about, rows in ways])
        for group, ways in GROUPS
    ]


def _way(plan: Plan, url: str, label: str, about: str, count: int | None) -> Way:
    return Way(reverse(url, args=plan.url_args), label, about, count)


def _count(name: str) -> Coalesce:
    related = Plan._meta.get_field(name)
    rows = related.related_model.objects.order_by().filter(**{related.field.name: OuterRef("pk")})
    counted = rows.values(related.field.name).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
