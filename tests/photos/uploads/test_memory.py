"""Whatever is uploaded, eight at once: memory is bounded, of the process that serves and of its
children. Measured on real processes, through /proc."""

import json
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

CHILD_MEGABYTES, SERVING_MEGABYTES = 400, 30

# Takes eight copies of a file at once in a process of its own, as the staff would; says by how much
# it grew (KB) and what became of each.
SERVING = """
import gc, json, os, sys
from website import startup
startup.prepare()
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from cms.decoding import sandbox
from cms.decoding.server_process import server_process
from cms.files import images
from photos.models import Photo
from photos.files import rendition_making

def upload():
    file = TemporaryUploadedFile("x", "image/png", 0, None)
    with open(sys.argv[1], "rb") as source:
        while chunk := source.read(65536):
            file.write(chunk)
    file.size = file.tell()
    return file

def take(_number):
    try:
        if sys.argv[2] == "stranger":
            images.make_logo(upload(), 800, images.LIMITS_OF_APPLICANT_LOGO)
            return "taken"
        made = rendition_making.make_renditions(Photo(press_use=True), upload())
        return f"{made.width} x {made.height}"
    except ValidationError as refusal:
        return refusal.code

def rss(which):
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith(which))

sandbox.run_task("tests.cms.decoding.sandbox_tasks.measure", b"")
print(json.dumps(server_process.process.pid), flush=True)
before = rss("VmRSS")
with ThreadPoolExecutor(8) as threads:
    said = list(threads.map(take, range(int(sys.argv[3]))))
print(json.dumps({"grown": rss("VmHWM") - before, "said": said}), flush=True)
"""


def measured(tmp_path: Path, data: bytes, sender: str = "desk", copies: int = 8) -> dict:
    """Growth of the serving process and the largest child (both in MB), and what was answered."""
    file = tmp_path / "upload"
    file.write_bytes(data)
    command = [sys.executable, "-c", SERVING, str(file), sender, str(copies)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:  # noqa: S603
        server = int(serving.stdout.readline())
        largest, is_over = [0], threading.Event()

        def watch():
            while not is_over.is_set():
                largest[0] = max(largest[0], *map(peak, children_of(server)), 0)
                time.sleep(0.005)

        watching = threading.Thread(target=watch)
        watching.start()
        response = json.loads(serving.stdout.readline())
        is_over.set()
        watching.join()
    return {
        "child": largest[0] / 1024,
        "serving": response["grown"] / 1024,
        "said": sorted(set(response["said"])),
    }


def children_of(process: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    except OSError:
        return []


def peak(process: int) -> int:
    """The most memory a process has held so far (KB)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def saved(mode: str, size: tuple[int, int], kind: str, **how) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size).save(buffer, kind, **how)
    return buffer.getvalue()


def sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def assert_bounded(found: dict) -> None:
    assert found["serving"] < SERVING_MEGABYTES, found
    assert found["child"] < CHILD_MEGABYTES, found


def test_a_flat_picture_of_a_stranger_takes_no_memory(tmp_path):
    """154 kB that used to become 303 MB in the process that serves pages."""
    data = saved("RGBA", (6300, 6300), "PNG", exif=sideways())
    found = measured(tmp_path, data, "stranger")
    assert found["said"] == ["pixels"]
    assert_bounded(found)


DESK = {
    "JPEG of a phone, 48 megapixels": (lambda: saved("RGB", (8064, 6048), "JPEG"), "8064 x 6048"),
    "JPEG of 200 megapixels": (lambda: saved("RGB", (16320, 12240), "JPEG"), "16320 x 12240"),
    "JPEG that is scaled least": (lambda: saved("RGB", (7999, 7999), "JPEG"), "7999 x 7999"),
    "CMYK": (lambda: saved("CMYK", (7999, 7999), "JPEG"), "7999 x 7999"),
    "PNG, RGBA, sideways": (
        lambda: saved("RGBA", (8000, 8000), "PNG", exif=sideways()),
        "8000 x 8000",
    ),
    "PNG, grey and alpha": (lambda: saved("LA", (8000, 8000), "PNG"), "8000 x 8000"),
    "PNG, palette": (lambda: saved("P", (8000, 8000), "PNG"), "8000 x 8000"),
    "PNG, 16 bits": (lambda: saved("I;16", (8000, 8000), "PNG"), "8000 x 8000"),
    "WebP": (lambda: saved("RGBA", (5000, 4000), "WEBP", lossless=True), "5000 x 4000"),
    "progressive JPEG": (
        lambda: saved("RGB", (8000, 5000), "JPEG", progressive=True),
        "8000 x 5000",
    ),
    "progressive JPEG, too large": (
        lambda: saved("RGB", (11000, 9000), "JPEG", progressive=True),
        "memory",
    ),
}


@pytest.mark.faults
@pytest.mark.parametrize("name", DESK)
def test_large_pictures_of_the_staff_fit_eight_at_once(tmp_path, name):
    make, answer = DESK[name]
    found = measured(tmp_path, make())
    # On a busy machine the last of them may wait for too long.
    assert set(found["said"]) - {"busy"} == {answer}
    assert_bounded(found)


@pytest.mark.faults
def test_noise_fits_too(tmp_path):
    """Files as large as they may be, whose renditions are large, too."""
    noise = Image.effect_noise((5000, 4000), 120)
    buffer = BytesIO()
    Image.merge("RGB", [noise, noise.rotate(180), noise.rotate(90).resize(noise.size)]).save(
        buffer, "JPEG", quality=93
    )
    found = measured(tmp_path, buffer.getvalue())
    assert set(found["said"]) - {"busy"} == {"5000 x 4000"}
    assert_bounded(found)
