"""分類の対応: measures × the categories of an axis."""

from portal.coverage import Coverage, coverage
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.coverage_press import coverage_css, coverage_file_name, coverage_html


def make(asked: Asked) -> Paper:
    found = _coverage(asked)
    page = coverage_html(asked.place, found, asked.day)
    return Paper(page, coverage_css(), coverage_file_name(asked.place, asked.day))


def _coverage(asked: Asked) -> Coverage:
    axis = asked.options.axis
    found = coverage(asked.place, axis)
    if axis and (found.matrix is None or found.matrix.axis.code != axis):
        sentence = f"{asked.place.plan}に分類軸「{axis}」がありません。軸のコードを確かめてください。"
        raise UnknownOption(sentence, "axis")
    return found


def title(asked: Asked) -> str:
    return f"{asked.place.plan.title} 分類の対応"


KIND = PaperKind(
    code="coverage",
    name="分類の対応",
    about="施策と分類（視点・分野・SDGsなど）の対応を、1つの表にします。",
    make=make,
    title=title,
    fields=("axis",),
)
