"""The rules of the house that a reader of one file cannot see: who may reach whom, how long, what nowhere."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.once  # no database

FLOORS = [
    "organizations", "workspace", "plans", "systems", "measures", "reviews", "exchange", "portal", "config",
]  # fmt: skip


def files(folders: list[str], pattern: str) -> list[Path]:
    """Return the files we wrote by hand below `folders`."""
    found = [path for folder in folders for path in Path(folder).rglob(pattern)]
    return sorted(path for path in found if "migrations" not in path.parts)


MODULES = files(FLOORS, "*.py")
VIEWS = [path for path in MODULES if path.stem == "views" or path.parent.name == "views"]
TEMPLATES = files(["templates"], "*.html")
STYLES = files(["static"], "*.css")
SCRIPTS = files(["static"], "*.js")
PICTURES = files(["static"], "*.svg")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text(path))))


def lines_with(pattern: str, path: Path) -> list[str]:
    """Return where a pattern occurs in a file: `12: the line`."""
    lines = enumerate(text(path).splitlines(), 1)
    return [f"{number}: {line.strip()}" for number, line in lines if re.search(pattern, line)]


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]


def length(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


# --- The floors ---------------------------------------------------------------------------------


def packages_reached(path: Path):
    for node in nodes(path):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name.split(".")[0] for alias in aliases)
            case ast.ImportFrom(module=str(name)):
                yield name.split(".")[0]
            case ast.Constant(value=str(name)) if re.fullmatch(r"\w+(\.\w+)+", name):  # "measures.Measure"
                yield name.split(".")[0]


def test_the_house_has_these_floors():
    packages = {path.parent.name for path in Path().glob("*/apps.py")}
    assert packages <= set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_down(path):
    floors_above = FLOORS[FLOORS.index(path.parts[0]) + 1 :]
    assert set(packages_reached(path)).isdisjoint(floors_above)


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parts[1] in FLOORS], ids=str)
def test_templates_reach_down(path):
    floors_above = FLOORS[FLOORS.index(path.parts[1]) + 1 :]
    reached = re.findall(r"""["'](\w+)/[\w/]+\.html["']|\bload (\w+?)_tags""", text(path))
    assert {name for names in reached for name in names}.isdisjoint(floors_above)


def test_two_modules_alone_reach_weasyprint():
    assert [str(path) for path in MODULES if "weasyprint" in packages_reached(path)] == [
        "portal/printing/pdf.py",
        "portal/printing/quick_page.py",
    ]


# --- Lengths ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*MODULES, *files(["tests"], "*.py")], ids=str)
def test_modules_and_functions_are_short(path):
    assert len(text(path).splitlines()) <= 400
    assert {f.name: length(f) for f in functions(path) if length(f) > 40} == {}


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_are_short(path):
    views = [f for f in functions(path) if f.args.args and f.args.args[0].arg == "request"]
    assert {view.name: length(view) for view in views if length(view) > 25} == {}


@pytest.mark.parametrize(
    ("path", "limit"),
    [(p, 120) for p in TEMPLATES] + [(p, 400) for p in STYLES] + [(p, 300) for p in SCRIPTS],
    ids=str,
)
def test_templates_styles_and_scripts_are_short(path, limit):
    assert len(text(path).splitlines()) <= limit


# --- Rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_find_rows_by_what_the_person_may_see(path):
    assert lines_with(r"\bobjects\.(all|get)\(", path) == []


HISTORY_KEEPERS = {Path("organizations/history.py"), Path("organizations/forgetting.py")}


def writes_past_history(path: Path) -> list[str]:
    """Return the calls that write rows of a tracked model without history rows: `12: Plan.objects.update`."""
    untracked = {model.__name__ for model in apps.get_models() if not hasattr(model, "history")}
    found = []
    for node in nodes(path):
        match node:
            case ast.Call(func=ast.Attribute(attr="bulk_create" | "bulk_update" | "update_or_create")):
                pass
            case ast.Call(func=ast.Attribute(attr="update"), args=[]):  # with arguments it is a dict's
                pass
            case _:
                continue
        target = ast.unparse(node.func)
        if target.split(".")[0] not in untracked:
            found.append(f"{node.lineno}: {target}")
    return found


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("plan.measures.update(name='x')", 1),
        ("Plan.objects.bulk_create(plans)", 1),
        ("Job.objects.filter(pk=1).update(done=1)", 0),
        ("names.update({'a': 1})", 0),
    ],
)
def test_a_write_past_history_is_noticed(code, count, tmp_path):
    (module := tmp_path / "module.py").write_text(code)
    assert len(writes_past_history(module)) == count


@pytest.mark.parametrize("path", [path for path in MODULES if path not in HISTORY_KEEPERS], ids=str)
def test_tracked_rows_are_written_with_their_history(path):
    assert writes_past_history(path) == []


# --- Pages --------------------------------------------------------------------------------------

TOKENS = Path("static/css/tokens.css")
COLOUR = r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\("
NAMES = "white|black|gray|grey|red|green|blue|yellow|orange|purple|navy|teal"
NAMED_COLOUR = rf"^\s*[-\w]+:[^;]*(?<![-\w])({NAMES})(?![-\w])"


# --- What is typed, what is saved ---------------------------------------------------------------

FORM = re.compile(r'<form(?P<attributes>[^>]*\bmethod="post"[^>]*)>(?P<body>.*?)</form>', re.DOTALL)
TYPED_INTO = re.compile(r"_(field|reason|line_table)\.html|<textarea|<select|<input(?! type=.hidden)")
WITHOUT_DRAFT = {
    "templates/measures/measure_order.html",  # one number beside a button
    "templates/organizations/invitation_accept.html",
    "templates/organizations/login.html",
    "templates/organizations/password_change.html",
    "templates/portal/plan_book.html",  # what to print
    "templates/portal/meetings/meeting_papers.html",  # what to print
    "templates/portal/papers/_choice.html",  # what to print
    "templates/organizations/user_create.html",  # answered by the invitation link, shown once
    "templates/systems/calendar_feed_list.html",  # answered by the address, shown once
    "templates/workspace/_save_view.html",  # one name for what is on the page already
    "templates/portal/rounds/_answers.html",  # which answers
    "templates/portal/rounds/_overdue.html",
    "templates/portal/rounds/review_round_finalise.html",  # one box
}


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parts[1] != "admin"], ids=str)
def test_what_is_typed_into_a_form_is_kept_until_it_is_saved(path):
    typed = [form for form in FORM.finditer(text(path)) if TYPED_INTO.search(form["body"])]
    kept = [form for form in typed if "data-draft" in form["attributes"]]
    assert len(kept) == (0 if str(path) in WITHOUT_DRAFT else len(typed))


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_say_that_something_is_saved_once_it_is(path):
    """A service commits before it returns. In a `try` the sentence comes last, after what may still fail."""
    assert lines_with(r"\btransaction\b", path) == []
    tried = [inner for node in nodes(path) if isinstance(node, ast.Try) for inner in _bodies(node)]
    assert [ast.unparse(body[n]) for body in tried for n in _said_too_early(body)] == []


def _bodies(node: ast.Try):
    """Yield the statement lists within what is tried."""
    yield node.body
    for statement in node.body:
        for inner in ast.walk(statement):
            yield from (getattr(inner, name, []) for name in ("body", "orelse"))


def _said_too_early(body: list[ast.stmt]):
    for n, statement in enumerate(body):
        if ast.unparse(statement).startswith("messages.success("):
            is_last = all(isinstance(after, ast.Return) for after in body[n + 1 :])
            if n == 0 or not is_last:
                yield n


def test_one_module_alone_declares_text_safe():
    pattern = r"\bmark_safe\b|\bSafeString\(|\bSafeText\("
    assert {str(path) for path in MODULES if lines_with(pattern, path)} == {"plans/text.py"}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_escape_what_they_show(path):
    assert lines_with(r"\|\s*safe(seq)?\b|\bautoescape\b", path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_carry_no_style_and_no_script(path):
    inline = r"(?i)\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|\shx-on|hx-vals=.js:"
    assert lines_with(inline, path) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *MODULES, *STYLES], ids=str)
def test_colours_are_named_in_one_file(path):
    if path == TOKENS:
        return
    assert lines_with(rf"(?<!&)({COLOUR})", path) == []
    assert path not in STYLES or lines_with(NAMED_COLOUR, path) == []


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_styles_need_no_force(path):
    assert lines_with("!important", path) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES, *SCRIPTS, *PICTURES], ids=str)
def test_nothing_is_loaded_from_outside(path):
    assert lines_with(r"(https?:|[\"'(])//(?!www\.w3\.org/)", path) == []


def test_every_style_is_linked_by_a_template():
    linked = {name for path in TEMPLATES for name in re.findall(r'static "(css/[^"]+)"', text(path))}
    on_screen = {str(path.relative_to("static")) for path in STYLES if path.parent.name == "css"}
    assert linked == on_screen
