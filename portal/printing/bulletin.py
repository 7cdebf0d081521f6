"""市報原稿: a draft of at most 400 characters made of a document's facts, and the counts behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exchange.canonical import ordered
from exchange.disclosing import public_document
from organizations.fiscal_years import fiscal_year_of
from portal.printing import summary_facts as facts
from portal.printing.imprint import Imprint, imprint_of
from portal.printing.poster_entries import plain
from portal.printing.type_width import sentences
from portal.printing.words import Part, Source

MOST = 400  # characters of an article, its title apart
HEADLINES = 3
WHERE = "計画書は、〔閲覧場所・ホームページのアドレス〕でご覧いただけます。"
REPORT = "くわしい結果は、〔閲覧場所・ホームページのアドレス〕でご覧いただけます。"


@dataclass(frozen=True)
class Article:
    """`sentences` are in the order of reading; 〔 〕 stands where the editor knows more than the plan."""

    kind: str
    title: str
    sentences: Sequence[str]
    counts: Sequence[tuple[str, int]]

    @property
    def text(self) -> str:
        return "".join(self.sentences)

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Bulletin:
    """The plan's article, and that of the last year that was closed, where there is one."""

    title: str
    city: str
    articles: Sequence[Article]
    imprint: Imprint


def bulletin(document: Part, day: date, *, edition: str = "") -> Bulletin:
    """Return the drafts made of `document` (ict-plan/1, canonical or not), as the public may read it."""
    public = ordered(public_document(ordered(dict(document))).document)
    source = Source(public, this_year=fiscal_year_of(day))
    result = _of_the_year(source)
    return Bulletin(
        title=f"{source.plan['title']} 市報原稿（案）",
        city=source.city,
        articles=[_of_the_plan(source), *([result] if result else [])],
        imprint=imprint_of(document, day, edition=edition),
    )


def _of_the_plan(source: Source) -> Article:
    """Which plan, its aim, its size and headline measures; where to read it and whom to ask."""
    opening, *size = facts.lead(source)
    wanted = [
        (1, [opening]),
        (4, size),
        (6, _vision(source)),
        (5, _headlines(source)),
        (7, _policies(source)),
        (2, [WHERE]),
        (3, [_asking(source)]),
    ]
    counts = [(label, count) for label, count, _ in facts.numbers(source)]
    return Article("計画のお知らせ", f"{source.plan['title']}をお知らせします", _fitting(wanted), counts)


def _of_the_year(source: Source) -> Article | None:
    """What came of the last year that was closed: the counts, what was reached, where to read more."""
    found = facts.year_result(source)
    if found is None:
        return None
    plan = source.plan["title"]
    told = (f"▼{name}　{sentences(text)[0]}" for name, text in found.told)
    whole = [line for line in told if line.endswith("。")][:HEADLINES]
    wanted = [(1, [f"{facts.quoted(plan)}の進み具合をお知らせします。"]), (2, [found.lead])]
    wanted += [(5 + place, [line]) for place, line in enumerate(whole)]
    wanted += [(3, [REPORT]), (4, [_asking(source)])]
    return Article(
        "結果のお知らせ", f"{found.title}　{plan}", _fitting(wanted), [("対象", found.total), *found.counts]
    )


def _fitting(wanted: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """Return the sentences in their order; those of lesser rank (a higher number) give way to the limit.

    Of several for one place the first that fits is taken.
    """
    left, chosen = MOST, {}
    for place, (_, offered) in sorted(enumerate(wanted), key=lambda each: each[1][0]):
        sentence = next((one for one in offered if len(one) <= left), "")
        if sentence:
            chosen[place] = sentence
            left -= len(sentence)
    return [chosen[place] for place in sorted(chosen)]


def _vision(source: Source) -> list[str]:
    vision = plain(source.plan.get("vision", "")).rstrip("。")
    return [f"目指す姿に{facts.quoted(vision)}を掲げています。"] if vision else []


def _headlines(source: Source) -> list[str]:
    """Name three measures, fewer where their names are long."""
    names = [measure["name"] for measure in facts.headlines(source.parts("measures"))]
    word = source.word("measure")
    found = []
    for many in range(min(HEADLINES, len(names)), 0, -1):
        listed = "".join(map(facts.quoted, names[:many]))
        is_all = many == len(source.parts("measures"))
        found.append(f"{word}は、{listed}です。" if is_all else f"{word}には、{listed}などがあります。")
    return found


def _policies(source: Source) -> list[str]:
    names = [policy["name"] for policy in source.parts("policies")]
    word = (source.plan.get("policy_levels") or ["方針"])[0]
    return [f"{word}は、{''.join(map(facts.quoted, names))}です。"] if names else []


def _asking(source: Source) -> str:
    return f"お問い合わせは、{facts.editor_of(source)}〔電話番号〕へ。"


def lines_of(article: Article) -> Iterator[str]:
    """Yield the paragraphs of an article: each measure that was reached is one of its own."""
    paragraph = ""
    for sentence in article.sentences:
        if sentence.startswith("▼") or paragraph.startswith("▼"):
            yield from filter(None, [paragraph])
            paragraph = ""
        paragraph += sentence
    yield from filter(None, [paragraph])
