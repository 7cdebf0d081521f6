"""市章: what is taken, what is refused, and that it is kept with its history."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from organizations.exceptions import FileRefused
from organizations.marks import LONGEST, MAX_MARK, checked_mark
from organizations.models import ChangeSet, CityMark
from organizations.services.marks import city_mark_set
from tests.factories import COMMAND, make_municipality, make_plan
from tests.pictures import picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        (picture(mode="RGBA"), "RGBA"),
        (picture(mode="P"), "RGB"),
        (picture(mode="L"), "RGB"),
        (picture(mode="CMYK", kind="JPEG"), "RGB"),
    ],
)
def test_a_picture_is_written_anew_as_png(content, mode):
    found = checked_mark(content)
    kept = opened(found.content)
    assert (kept.format, kept.mode, kept.size) == ("PNG", mode, (found.width, found.height))


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    found = checked_mark(picture(size=(2400, 1200)))
    assert (found.width, found.height) == (LONGEST, LONGEST // 2)


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "機密の説明", 6  # description; turned by 90 degrees
    content = picture(size=(300, 200), kind="JPEG", exif=exif)
    found = checked_mark(content + b"<script>alert(1)</script>")
    assert b"script" not in found.content
    assert opened(found.content).info == {}
    assert (found.width, found.height) == (200, 300)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です。"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVGは"),
        (b"%PDF-1.7 not a picture", "画像として読み取れません。PNGかJPEGで"),
        (picture(kind="GIF", mode="P"), "画像として読み取れません。"),
        (picture()[:200], "画像として読み取れません。"),
        (picture(kind="JPEG")[:900], "画像として読み取れません。"),
        (picture(size=(60, 99)), "画像が小さすぎます（長い辺が100画素未満）。"),
        (picture(size=(8000, 4000)), "画像の画素が多すぎます（上限1,600万画素）。"),
        (picture(size=(30_000, 6_000), mode="L"), "画像の画素が多すぎます"),
        (picture() + b"\0" * MAX_MARK, "ファイルが大きすぎます（上限2MB）。"),
    ],
)
def test_what_is_not_taken_is_explained(content, sentence):
    with pytest.raises(FileRefused, match="^" + sentence.replace("(", r"\(")):
        checked_mark(content)


PAGE = ["132209"]
EDIT, DELETE = "organizations:city_mark_edit", "organizations:city_mark_delete"


@pytest.fixture
def planning(client_as):
    make_plan()
    return client_as("planning", name="企画 花子")


def upload(content: bytes, name: str = "市章.png") -> dict:
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.django_db
def test_a_mark_is_set_replaced_and_removed_with_its_history(planning):
    address = reverse(EDIT, args=PAGE)
    assert "登録していません。" in planning.get(address).content.decode()
    for size in ((200, 200), (300, 150)):
        html = planning.post(address, upload(picture(size=size)), follow=True).content.decode()
        assert "市章を保存しました。" in html
    mark = CityMark.objects.get()
    assert (mark.width, mark.height) == (300, 150)
    assert mark.uri in html
    planning.post(reverse(DELETE, args=PAGE))
    assert not CityMark.objects.exists()
    assert [row.history_type for row in CityMark.history.order_by("history_id")] == ["+", "~", "-"]
    assert {change.by_name for change in ChangeSet.objects.all()[:3]} == {"企画 花子"}


@pytest.mark.django_db
def test_a_refused_file_leaves_the_mark_as_it_was(planning):
    city = make_municipality()
    before = city_mark_set(municipality=city, content=picture(), author=COMMAND).uri
    for data in (upload(b"<svg/>", "市章.svg"), {}):
        html = planning.post(reverse(EDIT, args=PAGE), data).content.decode()
        assert "SVGは" in html or "画像を選んでください。" in html
    assert CityMark.objects.get().uri == before


@pytest.mark.django_db
def test_the_mark_of_another_city_is_out_of_reach(planning):
    neighbour = make_municipality("133035", "隣の市")
    city_mark_set(municipality=neighbour, content=picture(), author=COMMAND)
    assert planning.post(reverse(DELETE, args=["133035"])).status_code == 404
    assert planning.get(reverse(EDIT, args=["133035"])).status_code == 404
    assert CityMark.objects.count() == 1


@pytest.mark.django_db
def test_the_address_holds_the_picture_itself():
    mark = city_mark_set(municipality=make_municipality(), content=picture(), author=COMMAND)
    head, _, rest = mark.uri.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(rest) == mark.content
