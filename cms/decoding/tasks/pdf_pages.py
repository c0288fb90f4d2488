"""Draws the first page of a PDF, as readers show it.

PDFium is written in C++, so this runs in a child process only. It finds no fonts of the system
there: letters are drawn if the file brings its fonts, as printed works do.
"""

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2 import raw

# What a cover fills on any screen; with it the memory of a drawing is limited, whatever the file
# says about the size of its paper.
LONGEST_SIDE = 2000
# A long side so many times the short one is a strip: no card and no page has room for it.
MOST_ELONGATED = 4
WHITE = (255, 255, 255, 255)

# A child cannot open files, so the formats of Pillow are loaded here.
Image.preinit()


class NotDrawnError(ValueError):
    """`reason` is a key of `cms.files.first_pages.MESSAGES`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def draw_first_page(source: BinaryIO, send: Callable[[bytes], None]) -> dict:
    """Sends a PNG.

    Shape of the result: problem ("" or "protected", "damaged", "shape", "blank", "costly").
    """
    try:
        send(_png(_draw(_open(source.read()))))
    except NotDrawnError as error:
        return {"problem": error.reason}
    except pypdfium2.PdfiumError:
        return {"problem": "damaged"}
    except MemoryError:
        return {"problem": "costly"}
    return {"problem": ""}


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise NotDrawnError("protected" if is_locked else "damaged") from error


def _draw(document: pypdfium2.PdfDocument) -> Image.Image:
    if not len(document):
        raise NotDrawnError("damaged")
    page = document[0]
    shorter, longer = sorted(page.get_size())
    if not 0 < longer <= MOST_ELONGATED * shorter:
        raise NotDrawnError("shape")
    # Notes that readers have stuck on the page are no part of the cover.
    bitmap = page.render(scale=LONGEST_SIDE / longer, fill_color=WHITE, draw_annots=False)
    drawing = bitmap.to_pil().convert("RGB")
    if all(darkest == lightest for darkest, lightest in drawing.getextrema()):
        raise NotDrawnError("blank")
    return drawing


def _png(drawing: Image.Image) -> bytes:
    buffer = BytesIO()
    drawing.save(buffer, "PNG")
    return buffer.getvalue()
