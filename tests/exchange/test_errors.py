import pytest

from exchange.errors import Problem, in_document_order, path_text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "（文書全体）"),
        (("format",), "format"),
        (("measures", 3, "schedule", 0, "years", "2031"), "measures[3].schedule[0].years.2031"),
        (("tables", 0, "rows", 12, "values", 1), "tables[0].rows[12].values[1]"),
        (("x" * 100,), "x" * 80),
    ],
)
def test_a_path_is_written_as_people_read_it(path, text):
    assert path_text(path) == text


def test_a_problem_is_a_line_of_path_and_sentence():
    assert str(Problem(("measures", 1, "number"), "だめです。")) == "measures[1].number: だめです。"


def test_problems_follow_the_file_not_the_schema_and_come_once():
    raw = {"plan": {"title": "x", "code": "y"}, "format": "z", "measures": [{}] * 11}
    paths = [
        ("measures", 10),
        ("measures", 2),
        ("format",),
        ("plan", "code"),
        ("plan", "title"),
        ("plan",),
        (),
    ]
    problems = [Problem(path, "。") for path in [*paths, ("format",)]]
    assert [problem.path for problem in in_document_order(problems, raw)] == [
        (), ("plan",), ("plan", "title"), ("plan", "code"), ("format",), ("measures", 2), ("measures", 10),
    ]  # fmt: skip


def test_what_is_absent_stands_after_what_the_schema_puts_before_it():
    raw = {"format": "ict-plan/1", "plan": {"code": "ict-2022", "vision": "x"}}
    paths = [("plan", "vision"), ("plan", "title"), ("plan", "end_fiscal_year"), ("municipality",)]
    assert [problem.path for problem in in_document_order([Problem(path, "。") for path in paths], raw)] == [
        ("municipality",), ("plan", "title"), ("plan", "end_fiscal_year"), ("plan", "vision"),
    ]  # fmt: skip
