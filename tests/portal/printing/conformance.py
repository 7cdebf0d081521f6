"""What PDF/UA-1 asks of a file and a program can tell (the Matterhorn protocol), read from the bytes."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

TABLE_PARTS = {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}
KNOWN = {
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/NonStruct", "/P", "/Span",
    "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Link", "/Figure",
    "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot",
}  # fmt: skip
PAINTING = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh"}


def complaints(reader: PdfReader) -> list[str]:
    """Return what is wrong with a file, each once with what it is about."""
    tree = Tree(reader)
    found = [*_of_catalog(reader), *_of_pages(reader, tree), *tree.complaints(), *_of_fonts(reader)]
    return sorted(set(found))


def _of_catalog(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    if reader.is_encrypted:
        yield "07-001 encrypted"
    if not root.get("/MarkInfo", {}).get("/Marked") or root["/MarkInfo"].get("/Suspects"):
        yield "06-001 not marked"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001 the title is not displayed"
    if "<dc:title>" not in metadata or not reader.metadata.title:
        yield "06-003 no title"
    if root.get("/Lang") != "ja":
        yield "11-006 no language"
    for forbidden in ("/AA", "/OpenAction", "/AcroForm", "/XFA"):
        if forbidden in root:
            yield f"29-001 {forbidden}"
    for forbidden in {"/EmbeddedFiles", "/JavaScript"} & set(root.get("/Names", {})):
        yield f"21-001 {forbidden}"
    if "/Outlines" not in root and len(reader.pages) > 1:
        yield "no outline"


def _of_pages(reader: PdfReader, tree: "Tree") -> Iterator[str]:
    for number, page in enumerate(reader.pages):
        if page.get("/Tabs") != "/S":
            yield "28-008 tabs do not follow the structure"
        yield from _of_content(reader, page, tree.owned.get(number, {}))
        for note in page.get("/Annots", []):
            link = note.get_object()
            if link["/Subtype"] != "/Link":
                yield f"28-004 annotation {link['/Subtype']}"
            if not link.get("/Contents"):
                yield "28-012 a link without words"
            if "/A" in link or link["/Dest"] not in reader.named_destinations:
                yield f"a link leads out or nowhere: {link.get('/A') or link['/Dest']}"
            if tree.parents.get(link["/StructParent"]) != "/Link":
                yield "28-011 a link outside a Link"


def _of_content(reader: PdfReader, page: Any, owned: dict[int, str]) -> Iterator[str]:
    """Say what is painted neither as an artefact nor as content that the tree holds."""
    stack: list[Any] = []
    seen = set()
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            mark = operands[1].get("/MCID") if len(operands) > 1 else None
            if stack and (mark is not None or operands[0] == "/Artifact") and stack[-1][0] == "/Artifact":
                yield "01-003 content inside an artefact"
            stack.append((operands[0], mark))
            seen.add(mark)
        elif operator == b"EMC":
            stack.pop()
        elif operator in PAINTING and not any(tag == "/Artifact" or mark in owned for tag, mark in stack):
            yield f"01-005 painted outside of the structure: {operator.decode()}"
    if set(owned) - seen:
        yield "the tree holds content that is not there"


class Tree:
    """The structure: `owned` has who holds each mark of a page, `parents` the owners of annotations."""

    def __init__(self, reader: PdfReader):
        self.root = reader.trailer["/Root"]["/StructTreeRoot"]
        self.pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
        self.owned: dict[int, dict[int, str]] = {}
        self.elements = list(self._walk(self.root["/K"][0].get_object(), ()))
        self.parents = self._parents(len(reader.pages))

    def _walk(self, element: Any, above: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
        role = element["/S"]
        yield element, above
        for kid in element["/K"]:
            found = kid.get_object()
            if isinstance(found, int):
                self.owned.setdefault(self.pages[element.raw_get("/Pg").idnum], {})[found] = role
            elif found["/Type"] == "/StructElem":
                yield from self._walk(found, (*above, role))

    def _parents(self, pages: int) -> dict[int, str]:
        numbers = self.root["/ParentTree"]["/Nums"]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return {key: owner.get_object()["/S"] for key, owner in pairs if key >= pages}

    def complaints(self) -> Iterator[str]:
        yield from self._headings()
        for element, above in self.elements:
            role, kids = element["/S"], self._roles(element)
            if role not in KNOWN:
                yield f"02-001 role {role}"
            if role == "/Figure" and not element.get("/Alt"):
                yield "13-004 a figure without words"
            if role == "/Table":
                yield from self._table(element)
            if role == "/TR" and set(above[-1:]).isdisjoint({"/Table", "/THead", "/TBody", "/TFoot"}):
                yield "09-004 a row outside a table"
            if role == "/L" and set(kids) - {"/LI", "/Caption", "/L"}:
                yield f"09-006 in a list: {kids}"
            if role == "/LI" and (set(kids) - {"/Lbl", "/LBody"} or above[-1] != "/L"):
                yield f"09-005 in an item: {kids}"

    @staticmethod
    def _roles(element: Any) -> list[str]:
        return [
            kid["/S"] for one in element["/K"] if isinstance(kid := one.get_object(), dict) and "/S" in kid
        ]

    def _headings(self) -> Iterator[str]:
        level = 0
        for element, _ in self.elements:
            role = element["/S"]
            if role[1:2] == "H" and role[2:].isdecimal():
                if int(role[2:]) > level + 1:
                    yield f"14-003 H{level} is followed by {role}"
                level = int(role[2:])

    def _table(self, table: Any) -> Iterator[str]:
        if set(self._roles(table)) - TABLE_PARTS:
            yield f"09-004 in a table: {self._roles(table)}"
        cells = [element for element, above in self._walk(table, ()) if element["/S"] in ("/TH", "/TD")]
        heads = [cell for cell in cells if cell["/S"] == "/TH"]
        if not heads:
            yield "15-003 a table without heads"
        if any(cell.get("/A", {}).get("/Scope") not in ("/Row", "/Column", "/Both") for cell in heads):
            yield "15-003 a head without scope"


def _of_fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                yield f"31-009 not embedded: {font['/BaseFont']}"
            if "/ToUnicode" not in font:
                yield f"10-001 without characters: {font['/BaseFont']}"
