"""Documents that people upload: told by their content, checked, freed of their authors' names."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from PIL import Image

from cms.decoding import sandbox
from cms.decoding.errors import ChildDiedError
from cms.files import document_uploads, documents
from joining.form import question_forms
from news.admin.forms import FileForm
from news.models import FileBlock
from tests.support import making_documents as making
from tests.support.builders import picture_bytes
from tests.support.making_documents import AUTHOR

CASES = Path(__file__).parent.parent / "documents"
NONE_OF_THEM = "Only PDF and office files (Word, Excel, PowerPoint, OpenDocument, HWP) can be used"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def examine(name: str, content: bytes, **options) -> documents.DocumentFindings:
    return document_uploads.examine_upload(upload(name, content), **options)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        document_uploads.validate_document(upload(name, content))
    return error.value.messages[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", making.pdf()),
        ("behind a prefix.PDF", making.pdf(prefix=b"\r\n" * 400)),
        ("with places that are off.pdf", making.pdf().replace(b"startxref\n", b"startxref\n9")),
        ("filled up with zeros.pdf", making.pdf() + bytes(5_000)),
        ("a.docx", making.docx()),
        ("a part called otherwise.docx", making.docx(main="word/document2.xml")),
        ("a.odt", making.odt()),
        ("a.ods", making.odt(mime="application/vnd.oasis.opendocument.spreadsheet")),
        ("a.hwpx", making.hwpx()),
        ("a.hwp", making.hwp()),
        ("for distribution.hwp", making.hwp(0x04)),
        ("a.doc", making.doc()),
        ("a.ppt", making.compound({"PowerPoint Document": b"", "Current User": bytes(20)})),
        ("a.xls", making.compound({"Workbook": b"\x09\x08\x10\x00" + bytes(16)})),
    ],
)
def test_documents_are_known_by_their_content(name, content):
    assert examine(name, content).kind == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("author", "people"),
    [
        (pikepdf.String("오솔길"), ("오솔길",)),
        (pikepdf.String("오솔길".encode("cp949")), ("오솔길",)),
        (pikepdf.Array([pikepdf.String("Kim")]), ()),
        (pikepdf.Name.Kim, ()),
        (5, ()),
    ],
)
def test_the_author_of_a_pdf_is_read_as_it_was_meant(author, people):
    assert (
        examine("a.pdf", pdf_with(lambda document: set_author(document, author))).people == people
    )


def test_fields_that_name_each_other_without_end_are_passed_over():
    def add_fields(document: pikepdf.Pdf) -> None:
        field = document.make_indirect(pikepdf.Dictionary())
        field.Kids = pikepdf.Array([field] * 30)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    assert examine("a.pdf", pdf_with(add_fields)).is_signed is False


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    document = pikepdf.open(io.BytesIO(making.pdf()))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def set_author(document: pikepdf.Pdf, author: object) -> None:
    document.trailer["/Info"] = document.make_indirect(pikepdf.Dictionary(Author=author))


RESTRICTED = [
    pikepdf.Encryption(owner="owner", user=""),
    pikepdf.Encryption(owner="owner", user="", R=4),
    pikepdf.Encryption(owner="owner", user="", R=3, aes=False, metadata=False),
]
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LOCKED = pikepdf.Encryption(owner="owner", user="user")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("password.pdf", (CASES / "password.pdf").read_bytes(), "“password.pdf” is protected"),
        ("locked.pdf", making.pdf(encryption=LOCKED), "is protected"),
        ("a.docx", making.compound({"EncryptedPackage": b"x"}), "is protected"),
        ("a.odt", making.odt(**{"META-INF/manifest.xml": "<encryption-data/>"}), "is protected"),
        ("a.hwp", making.hwp(0x02), "is protected"),
        ("a.hwp", making.hwp(0x10), "is protected"),
        ("a.doc", making.doc(0x0100), "is protected"),
        ("a.xls", making.compound({"Workbook": b"\x09\x08\0\0\x2f\0\x36\0"}), "is protected"),
        (
            "a.ppt",
            making.compound(
                {"PowerPoint Document": b"", "Current User": bytes(12) + b"\xdf\xc4\xd1\xf3"}
            ),
            "is protected",
        ),
        ("cut.pdf", (CASES / "cut.pdf").read_bytes(), "“cut.pdf” is damaged or incomplete."),
        ("half.pdf", making.pdf()[:500], "is damaged"),
        ("a.pdf", b"%PDF-1.7\nthe rest", "is damaged"),
        ("half.docx", making.docx()[:700], "is damaged"),
        ("half.hwp", making.hwp()[:2_000], "is damaged"),
        ("no XML.docx", making.docx("<"), "is damaged"),
        ("entities.docx", making.docx(main="w.xml", **{"w.xml": "<!DOCTYPE a><a/>"}), "is damaged"),
        ("a.docx", making.docx(**{"word/vbaProject.bin": b"x"}), "contains macros"),
        ("a.docx", making.docx(kind=MACROS), "contains macros"),
        ("a.doc", making.doc(storages=("Macros",)), "contains macros"),
        ("a.docx", making.packed_parts({str(n): "" for n in range(5_001)}), "unpacks to far more"),
        ("a.docx", making.pdf(), "is a file of type PDF. Change its name to end in .pdf"),
        ("a.pdf", making.docx(), "is a file of type DOCX. Change its name to end in .docx"),
        ("a.doc", making.hwp(), "is a file of type HWP"),
        ("a.exe", making.pdf(), NONE_OF_THEM),
        ("a.pdf", b"MZ program", NONE_OF_THEM),
        ("a.pdf", b"", NONE_OF_THEM),
        ("a.docx", making.packed_parts({"word/document.txt": "x"}), NONE_OF_THEM),
        ("a.odt", making.odt(mime="application/epub+zip"), NONE_OF_THEM),
        ("a.hwp", making.compound({"FileHeader": b"something else"}), NONE_OF_THEM),
    ],
)  # fmt: skip
def test_documents_that_nobody_can_use_are_refused_with_a_sentence(name, content, words):
    assert words in refusal(name, content)


@pytest.mark.parametrize("encryption", RESTRICTED)
def test_a_pdf_that_may_only_not_be_printed_is_taken_and_can_be_read_by_everybody(encryption):
    found = examine("a.pdf", making.pdf(encryption=encryption), clean=True)
    assert not pikepdf.open(io.BytesIO(found.cleaned.read())).is_encrypted


def test_documents_without_text_are_noticed():
    for name, content in (
        ("a.pdf", making.pdf("")),
        ("a.docx", making.docx("")),
        ("a.hwpx", making.hwpx("")),
    ):
        assert not examine(name, content).has_text
    assert examine("a.pdf", making.pdf()).has_text


def test_a_pdf_is_published_without_names_files_and_scripts():
    content = making.pdf()
    assert examine("a.pdf", content).people == (AUTHOR,)
    found = examine("a.pdf", content, clean=True)
    assert found.people == ()
    document = pikepdf.open(io.BytesIO(found.cleaned.read()))
    plain = io.BytesIO()
    document.save(
        plain,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
    )
    assert AUTHOR.encode() not in plain.getvalue()
    assert b"JavaScript" not in plain.getvalue()
    assert (str(document.docinfo["/Title"]), len(document.attachments)) == ("Guide", 0)
    assert b"(Hello) Tj" in plain.getvalue()


@pytest.mark.parametrize(
    "filters", [pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode])]
)
def test_photos_in_a_pdf_do_not_say_who_took_them(filters):
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    photo = picture_bytes((60, 40), exif=exif, comment=AUTHOR.encode())
    assert AUTHOR.encode() in photo

    def add_photo(document: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(document, photo)
        image.Subtype, image.ColorSpace = pikepdf.Name.Image, pikepdf.Name.DeviceRGB
        image.Width, image.Height, image.BitsPerComponent = 60, 40, 8
        image.Filter = filters
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=image))

    cleaned = examine("a.pdf", pdf_with(add_photo), clean=True).cleaned.read()
    document = pikepdf.open(io.BytesIO(cleaned))
    image = document.pages[0].Resources.XObject.Photo
    assert AUTHOR.encode() not in image.read_raw_bytes()
    assert pikepdf.PdfImage(image).as_pil_image().size == (60, 40)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.docx", making.docx(**{"word/embeddings/b.docx": making.docx()}), "word/document.xml"),
        ("a.odt", making.odt(), "content.xml"),
        ("a.hwpx", making.hwpx(), "Contents/section0.xml"),
    ],
)
def test_office_files_are_published_without_names(name, content, kept):
    cleaned = examine(name, content, clean=True).cleaned
    with zipfile.ZipFile(cleaned) as archive:
        assert archive.testzip() is None
        parts = {part: archive.read(part) for part in archive.namelist()}
    assert [part for part, words in parts.items() if AUTHOR.encode() in words] == []
    assert not any("humbnail" in part for part in parts)
    assert b"Hello" in parts[kept]
    assert next(iter(parts)) == zipfile.ZipFile(io.BytesIO(content)).namelist()[0]
    cleaned.seek(0)
    assert examine(name, cleaned.read()).kind == name.rpartition(".")[2]


def form(name: str, content: bytes, **answers) -> FileForm:
    data = {"region": "body", "ordering": "10", "title_en": "Guide"} | answers
    files = MultiValueDict({"file": [upload(name, content)]})
    return modelform_factory(FileBlock, form=FileForm, exclude=["parent"])(data, files)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.hwp", making.hwp(), "“a.hwp” contains these names: Hong Gildong. Remove them"),
        ("a.doc", making.doc(), "“a.doc” contains these names: Hong Gildong."),
        (
            "a.pdf",
            making.signed_pdf(),
            "“a.pdf” is signed, so that nothing can be removed from it.",
        ),
    ],
)
def test_whoever_uploads_is_asked_about_names_that_cannot_be_taken_out(name, content, words):
    asked, agreed = form(name, content), form(name, content, keep_author_names="on")
    assert words in asked.errors["keep_author_names"][0]
    assert "keep_author_names" not in agreed.errors
    assert agreed.upload().read() == content


def test_the_form_keeps_the_cleaned_file_and_tells_of_scans():
    cleaned = form("a.docx", making.docx())
    assert "file" not in cleaned.errors
    assert AUTHOR.encode() not in cleaned.upload().read()
    assert document_uploads.warning_about_text(cleaned.upload()) == ""
    scan = form("scan.pdf", making.pdf(""))
    assert not scan.errors.get("file")
    assert document_uploads.warning_about_text(scan.upload()).startswith(
        "“scan.pdf” contains pictures of pages and no text"
    )


@pytest.mark.parametrize(
    "name", ["ID 900101-1234567.pdf", "900101_1234567.pdf", "９００１０１１２３４５６７.pdf"]
)
def test_a_name_that_holds_a_national_id_number_is_refused_and_not_repeated(name):
    refused = form(name, making.pdf()).errors["file"]
    assert "looks as if it contains a resident registration number. Rename the file" in str(refused)
    with pytest.raises(ValidationError, match="resident registration number") as for_applicants:
        question_forms._check_document(upload(name, making.pdf()))
    for said in (str(refused), str(for_applicants.value)):
        assert not any(sign.isdigit() for sign in said)
        assert ".pdf" in said


@pytest.mark.parametrize("name", ["password.pdf", "cut.pdf"])
def test_applicants_are_told_what_is_wrong_with_their_documents(name):
    file = upload(name, (CASES / name).read_bytes())
    with pytest.raises(ValidationError, match=f"“{name}” is (protected|damaged)"):
        question_forms._check_document(file)


def test_a_child_that_dies_is_a_sentence(monkeypatch):
    def dies(*_arguments, **_limits):
        raise ChildDiedError

    monkeypatch.setattr(sandbox, "run_task", dies)
    assert "unpacks to far more than can be checked here" in refusal("a.pdf", making.pdf())
