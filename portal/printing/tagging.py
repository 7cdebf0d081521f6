"""What PDF/UA-1 asks of a file and the renderer leaves out: heads of tables, links, artefacts, metadata.

`conforming` is called between layout and writing. It changes tags and marks alone, never what is seen.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

import pydyf

PAGE_FURNITURE = pydyf.Dictionary({"Type": "/Pagination"})
_LAYOUT = {"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"}
_POINTS = 0.75  # of a CSS pixel
_RDF_END = b"</rdf:RDF>"


def conforming(document: Any, pdf: pydyf.PDF, *, zoom: float) -> None:
    """Mend the tags of a laid-out `document` in its `pdf`, and tell edition and digest in its metadata."""
    _name_links(document)
    tree = _Tree(pdf, zoom)
    tree.mend(tree.root)
    tree.drop_links()
    tree.mark_artefacts()
    _describe(document.metadata, pdf)


def _name_links(document: Any) -> None:
    """Let a link be read out by its words, not by the anchor it leads to."""
    for page in document.pages:
        for _, _, _, box in page.links:
            if box.link_annotation:
                words = _one_line(box.element.itertext()) or _one_line(_drawn(box))
                box.link_annotation["Contents"] = pydyf.String(words)


def _one_line(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def _drawn(box: Any) -> Iterator[str]:
    """Yield what stands in a box, the page number too that a style puts into a link without words."""
    for part in box.descendants():
        yield getattr(part, "text", "")


class _Tree:
    """The structure tree. A structure element and its kids know each other by references: b"12 0 R"."""

    def __init__(self, pdf: pydyf.PDF, zoom: float):
        self.pdf = pdf
        self.scale = _POINTS * zoom
        root = self.at(pdf.catalog["StructTreeRoot"])
        self.root = self.at(root["K"][0])
        self.numbers = self.at(root["ParentTree"])["Nums"]
        self.kept: set[int] = set()
        self.dropped_links: set[bytes] = set()

    def at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Any) -> Iterator[tuple[bytes, Any]]:
        for kid in element["K"]:
            if isinstance(kid, bytes):
                yield kid, self.at(kid)

    def mend(self, element: Any, *, in_link: bool = False) -> None:
        """Mend an element and all beneath; whatever is not `kept` afterwards is an artefact."""
        self.kept.add(element.number)
        if element["S"] == "/Table":
            self._mend_table(element)
        in_link = self._mend_link(element, in_link=in_link)
        left_out = []
        for reference, kid in self.kids(element):
            if kid["Type"] != "/StructElem":
                continue
            if kid["S"] == "/Figure" and "Alt" not in kid:
                left_out.append(reference)
                continue
            if kid["S"] == "/Figure":
                self._mend_figure(kid)
            self.mend(kid, in_link=in_link)
        if left_out:
            element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in left_out)

    def _mend_link(self, element: Any, *, in_link: bool) -> bool:
        """Keep one annotation a link: those of the boxes inside lead to the same place."""
        own = [(reference, kid) for reference, kid in self.kids(element) if kid["Type"] == "/OBJR"]
        if not own:
            return in_link
        if in_link:
            self.dropped_links.update(kid["Obj"] for _, kid in own)
            references = {reference for reference, _ in own}
            element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in references)
            if element["S"] == "/Link":
                element["S"] = "/Span"
        return True

    def _mend_figure(self, element: Any) -> None:
        """Give the place of a figure in points from the foot of its page, not in pixels from its top."""
        left, top, right, bottom = (length * self.scale for length in element["A"]["BBox"])
        height = self.at(element["Pg"])["MediaBox"][3]
        element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))

    def _mend_table(self, table: Any) -> None:
        """Say of every head what it heads. A table without a head is a layout and no table."""
        rows = list(self._rows(table))
        if not any(cell["S"] == "/TH" for _, cells in rows for cell in cells):
            self._flatten(table)
            return
        for is_head, cells in rows:
            has_data = not is_head and any(cell["S"] == "/TD" for cell in cells)
            for cell in cells:
                cell["A"].pop("Headers", None)
                if is_head:
                    cell["S"] = "/TH"
                if cell["S"] == "/TH":
                    cell.pop("ID", None)
                    cell["A"]["Scope"] = "/Row" if has_data else "/Column"

    def _rows(self, element: Any, *, is_head: bool = False) -> Iterator[tuple[bool, list[Any]]]:
        """Yield the rows of a table with whether they stand in its head; a table in a cell is its own."""
        for _, kid in self.kids(element):
            if kid["Type"] != "/StructElem":
                continue
            if kid["S"] == "/TR":
                yield is_head, [cell for _, cell in self.kids(kid) if cell.get("S") in ("/TH", "/TD")]
            elif kid["S"] in ("/THead", "/TBody", "/TFoot"):
                yield from self._rows(kid, is_head=kid["S"] == "/THead")

    def _flatten(self, element: Any) -> None:
        element["S"] = "/Div"
        element.pop("A", None)
        for _, kid in self.kids(element):
            if kid.get("S") in _LAYOUT - {"/Table"}:
                self._flatten(kid)

    def drop_links(self) -> None:
        if not self.dropped_links:
            return
        for reference in self.pdf.page_references:
            page = self.at(reference)
            if "Annots" in page:
                left = [note for note in page["Annots"] if note not in self.dropped_links]
                page["Annots"] = pydyf.Array(left)
        parents = {self.at(note).pop("StructParent") for note in self.dropped_links}
        pairs = zip(self.numbers[::2], self.numbers[1::2], strict=True)
        self.numbers[:] = [part for pair in pairs if pair[0] not in parents for part in pair]

    def mark_artefacts(self) -> None:
        """Take what no element holds out of the reading order: running heads, drawings without words."""
        of_page = dict(zip(self.numbers[::2], self.numbers[1::2], strict=True))
        for number, reference in enumerate(self.pdf.page_references):
            marks = of_page[number]
            orphans = {mark for mark, owner in enumerate(marks) if self.at(owner).number not in self.kept}
            for mark in orphans:
                marks[mark] = b"null"
            _mark(self.at(self.at(reference)["Contents"]).stream, orphans)


def _mark(stream: list[Any], orphans: set[int]) -> None:
    for place, part in enumerate(stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in orphans:
            stream[place - 1], stream[place] = "/Artifact", PAGE_FURNITURE


def _describe(metadata: Any, pdf: pydyf.PDF) -> None:
    """Put edition, digest and day into the XMP, which every file has."""
    if "Metadata" not in pdf.catalog:
        metadata.include_in_pdf(pdf, "", None, None, compress=False)
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.compress = False  # so that any program finds it
    told = "".join(_statements(metadata))
    stream.stream = [part.replace(_RDF_END, told.encode() + _RDF_END) for part in stream.stream]


def _statements(metadata: Any) -> Iterator[str]:
    digest, edition = metadata.custom.get("digest"), metadata.custom.get("edition")
    if digest:
        yield _statement("dc", "identifier", f"sha256:{digest}")
    if edition:
        yield _statement("xmpMM", "VersionID", edition)
    if metadata.modified:
        yield _statement(
            "dc", "date", f"<rdf:Seq><rdf:li>{metadata.modified}</rdf:li></rdf:Seq>", is_plain=False
        )
    yield _statement("dc", "language", f"<rdf:Bag><rdf:li>{metadata.lang}</rdf:li></rdf:Bag>", is_plain=False)


def _statement(prefix: str, name: str, value: str, *, is_plain: bool = True) -> str:
    space = {"dc": "http://purl.org/dc/elements/1.1/", "xmpMM": "http://ns.adobe.com/xap/1.0/mm/"}[prefix]
    text = escape(value) if is_plain else value
    return (
        f'<rdf:Description rdf:about="" xmlns:{prefix}="{space}">'
        f"<{prefix}:{name}>{text}</{prefix}:{name}></rdf:Description>"
    )
