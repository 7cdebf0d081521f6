import copy

from exchange.canonical import canonical_bytes
from exchange.checks import validate
from tests.exchange.sample import full_document

JUNK = [None, 3, -1.5, "x", "2022-99", [], {}, [None], [[]], {"a": 1}, True, 10**40, [{"key": [1]}], "a\nb"]


def places(value, path=()):
    """Yield the path of everything in a document, of notes only the first ones."""
    if "notes" in path[1:]:
        return
    if path:
        yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, member in members:
        yield from places(member, (*path, step))


def test_whatever_stands_anywhere_is_judged_and_never_breaks_the_checks():
    document = full_document()
    for position, path in enumerate(places(document)):
        spoilt = copy.deepcopy(document)
        holder = spoilt
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = JUNK[position % len(JUNK)]
        accepted, errors, warnings = validate(spoilt, known_plans={"ict-2019"})
        assert (accepted is None) == bool(errors)
        assert all(str(problem).endswith("。") for problem in [*errors, *warnings])
        if accepted:
            assert validate(canonical_bytes(accepted)).document == accepted


def test_a_refused_document_is_not_handed_on():
    assert validate(full_document({"format": "x"})).document is None


def test_an_accepted_document_is_handed_on_in_canonical_order():
    document = full_document()
    reversed_document = dict(reversed(document.items()))
    assert list(validate(reversed_document).document) == list(document)
