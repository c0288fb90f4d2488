"""Names of character sets that no browser sends: refused, and remembered nowhere."""

import codecs
import encodings

import pytest

from cms.validators import request_charset
from tests.support.builders import make_contact, make_focal_point, make_network

BOUNDARY = "multipart/form-data; boundary=X"
PART = b'--X\r\nContent-Disposition: form-data; name="words"%s\r\n%s\r\na\r\n--X--\r\n'


@pytest.mark.parametrize(
    ("kind", "is_taken"),
    [
        ("", True),
        ("text/plain", True),
        (BOUNDARY, True),
        (f"{BOUNDARY}; charset=UTF-8", True),
        (f'{BOUNDARY}; charset="utf-8"', True),
        ("text/plain; charset=us-ascii", True),
        ("text/plain; charset=utf-16", False),
        ("text/plain; charset=rot13", False),
        ("text/plain; charset=nonsense", False),
        ("text/plain; charset=", False),
        (f"text/plain; charset={'x' * 7_800}", False),
        ("text/plain; charset*=utf-16''%41", False),
        ("text/plain; charset*=nonsense''%41", False),
    ],
)
def test_a_request_is_utf_8_or_says_nothing(kind, is_taken):
    assert request_charset.is_utf_8(kind) is is_taken


@pytest.mark.django_db
def test_a_flood_of_names_leaves_nothing_behind(client):
    make_network(contact=make_contact())
    make_focal_point()
    client.get("/ko/concern/")
    before = len(encodings._cache)
    for number in range(8):
        name = f"{number:x<300}"
        sent = client.generic("POST", "/ko/concern/", b"a", f"text/plain; charset={name}")
        assert sent.status_code == 415
        part = PART % (f"; filename*={name[:200]}''%41".encode(), b"")
        assert client.generic("POST", "/ko/concern/", part, BOUNDARY).status_code < 500
        part = PART % (b"", f"Content-Type: text/plain; charset={name}\r\n".encode())
        assert client.generic("POST", "/ko/concern/", part, BOUNDARY).status_code < 500
    assert len(encodings._cache) <= before + 1


@pytest.mark.parametrize(
    "name", ["utf-8", "UTF_8", "utf8", "cp949", "euc-kr", "KS_C-5601-1987", "latin-1", "idna"]
)
def test_python_knows_its_encodings(name):
    assert codecs.lookup(name)


@pytest.mark.parametrize(
    "name", ["aliases", "nonsense", "x" * 10_000, "utf.-.8", "..", "\u017f", ""]
)
def test_python_looks_for_no_others(name):
    before = len(encodings._cache)
    with pytest.raises(LookupError):
        codecs.lookup(name)
    assert len(encodings._cache) == before
