"""新旧対照表: two versions of a plan side by side."""

from portal.comparison import Version, chosen, versions_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.comparison_press import form_css, form_file_name, form_html, form_of


def make(asked: Asked) -> Paper:
    plan, (old, new) = asked.place.plan, versions(asked)
    form = form_of(plan, old, new, day=asked.day, is_internal=asked.options.is_internal)
    name = form_file_name(plan, old, new)
    return Paper(form_html(form), form_css(), f"{name}-internal" if asked.options.is_internal else name)


def title(asked: Asked) -> str:
    old, new = versions(asked)
    return f"{asked.place.plan.title} 新旧対照表（{old.label}と{new.label}）"


def versions(asked: Asked) -> tuple[Version, Version]:
    """Return the two versions asked for, the last two without a choice. Raise UnknownOption."""
    plan, options = asked.place.plan, asked.options
    offered = versions_of(plan, asked.day)
    pair = chosen(offered, options.old, options.new)
    if pair is None:
        values = {version.value for version in offered}
        name = "old" if options.old and options.old not in values else "new"
        raise UnknownOption(
            f"{plan}に、比べる確定版がありません。確定版の番号か now（今の計画）を指定してください。", name
        )
    return pair


KIND = PaperKind(
    code="comparison",
    name="新旧対照表",
    about="2つの版の違いを、左右に並べ、変更の理由を添えて印刷します。",
    make=make,
    title=title,
    fields=("audience", "old", "new"),
)
