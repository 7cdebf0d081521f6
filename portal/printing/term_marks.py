"""※ in a whole book: a term is marked where a chapter uses it first, and the glossary says on which pages.

Texts come with the first use in each of them linked (`plans.text`), in whatever order they were made. Here
the finished page is read once from front to back; every text in it is escaped, so these tags are ours.
"""

import re
from collections import defaultdict

_LINK_OR_CHAPTER = re.compile(
    r'<a class="term" href="#(?P<term>term-\d+)">(?P<word>.*?)</a>|<section class="section section--1 '
)
_USES = re.compile(r'<span data-uses="(term-\d+|all)"></span>')
LEAD = "本文の各章で初めて出るときに※を付けました。説明のあとの数字は、※のあるページです。"


def marked_terms(page: str) -> str:
    """Return the page of a book with one mark a term and chapter, and links to them in its glossary."""
    seen: set[str] = set()
    uses: dict[str, list[str]] = defaultdict(list)

    def mark(found: re.Match) -> str:
        term = found["term"]
        if term is None:
            seen.clear()
            return found[0]
        if term in seen:
            return found["word"]
        seen.add(term)
        uses[term].append(f"{term}-{len(uses[term]) + 1}")
        return f'<a class="term" id="{uses[term][-1]}" href="#{term}">{found["word"]}</a>'

    marked = _LINK_OR_CHAPTER.sub(mark, page)
    lead = LEAD if uses else ""
    return _USES.sub(lambda found: lead if found[1] == "all" else "".join(map(_use, uses[found[1]])), marked)


def _use(anchor: str) -> str:
    return f' <a class="terms__use" href="#{anchor}"></a>'
