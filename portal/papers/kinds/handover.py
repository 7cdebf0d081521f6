"""引継書 of a department."""

from portal.handover.figures import handover_of
from portal.handover.rights import handovers_readable_by
from portal.papers.choosing import department_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.handover_press import handover_css, handover_file_name, handover_html


def make(asked: Asked) -> Paper:
    department = department_of(asked)
    if department is None:
        raise UnknownOption("どの課の引継書かが指定されていません。部署名を指定してください。", "department")
    user, day = asked.user, asked.day
    if user and not handovers_readable_by(user, day).filter(pk=department.pk).exists():
        raise UnknownOption("この課の引継書を印刷する権限がありません。", "department")
    handover = handover_of(asked.place, department, asked.day)
    return Paper(handover_html(handover), handover_css(), handover_file_name(handover))


def title(asked: Asked) -> str:
    return f"{department_of(asked)} 引継書"


KIND = PaperKind(
    code="handover",
    name="引継書",
    about="課が受け持つ施策・システム・回答などを、次の担当者へ引き継ぐ書類です。",
    make=make,
    title=title,
    fields=("department",),
    of_plan=False,
)
