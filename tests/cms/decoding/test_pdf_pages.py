"""What is drawn of the first page of a PDF, and that drawing ends."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from cms.decoding import sandbox
from cms.decoding.errors import SandboxError
from tests.support import making_documents

DRAW = "cms.decoding.tasks.pdf_pages.draw_first_page"
# Rectangles that take longer than the CPU time that a child is given here.
RECTANGLES = b"0 0 300 400 re f\n" * 1_000_000


def test_a_page_without_end_ends_its_child_alone():
    endless = making_documents.drawn_pdf(drawing=RECTANGLES)
    with pytest.raises(SandboxError):
        sandbox.run_task(DRAW, endless, seconds=1)
    answer = sandbox.run_task(DRAW, making_documents.drawn_pdf())
    assert answer.values == {"problem": ""}
    assert len(answer.files) == 1


def test_notes_that_readers_stuck_on_a_page_are_not_drawn():
    document = pikepdf.open(io.BytesIO(making_documents.drawn_pdf()))
    red = document.make_stream(b"1 0 0 rg 0 0 300 400 re f")
    red.Type, red.Subtype, red.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 400])
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 300, 400], F=4, AP=Dictionary(N=red)
    )
    document.pages[0].obj.Annots = Array([note])
    buffer = io.BytesIO()
    document.save(buffer)
    (drawing,) = sandbox.run_task(DRAW, buffer.getvalue()).files
    with Image.open(drawing) as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)
