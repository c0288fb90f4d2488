"""Marks and notes that people typed or pasted, as pages link them."""

import re
import time
import unicodedata

import pytest
from django.utils.translation import override

from cms.text.allowed_html import sanitise
from cms.text.footnotes import link_footnotes
from cms.text.unbreakable_words import keep_together
from tests.support.builders import (
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_page,
    make_resource,
)


def reference(mark: str, number: int = 1, name: str = "") -> str:
    name = name or f"mark-{number}"
    return f'<a href="#note-{number}" id="{name}" role="doc-noteref">{mark}</a>'


def note(number: int = 1) -> str:
    return f'<p id="note-{number}" role="doc-footnote">'


def back(number: int = 1, label: str = "Back to the text") -> str:
    return f' <a href="#mark-{number}" role="doc-backlink" aria-label="{label}">↩\ufe0e</a></p>'


def link(*texts: str) -> str:
    for text in texts:
        assert text == sanitise(text)
    with override("en"):
        return "".join(link_footnotes(texts))


def links(*texts: str) -> list[str]:
    """The marks that lead to a note, as typed, with the address of the note."""
    found = re.findall(r'<a href="(#note-\d+)"[^>]*>([^<]*)</a>', link(*texts))
    return [f"{mark} {address}" for address, mark in found]


@pytest.mark.parametrize(
    ("mark", "opening"),
    [
        ("<sup>[1]</sup>", "[1] "),
        ("<sup>[1]</sup>", "<sup>[1]</sup> "),
        ("<sup>[1]</sup>", "<strong>[1]</strong>&nbsp;"),
        ("<sup>[i]</sup>", "[i] "),
        ("<sup>1</sup>", "<sup>1</sup> "),
        ("<sup>1)</sup>", "1) "),
        ("<sup>1)</sup>", "<sup>1)</sup> "),
        ("<sup>*</sup>", "* "),
        ("<sup>**</sup>", "<sup>**</sup>"),
        ("<strong><sup>12</sup></strong>", "<sup>12</sup> "),
        ("<sup><strong>1</strong></sup>", "<em><sup>1</sup></em> "),
    ],
)
def test_a_superscript_and_a_paragraph_with_the_same_mark_are_linked(mark, opening):
    typed = f"<p>성평등{mark}에 관한 조사.</p><p>{opening}여성가족부, 2025.</p>"
    label = re.sub("<[^>]+>", "", mark)
    linked = mark.replace(label, reference(label))
    assert link(typed) == (
        f"<p>성평등{linked}에 관한 조사.</p>{note()}{opening}여성가족부, 2025.{back()}"
    )


def test_a_number_in_brackets_in_the_text_is_raised():
    typed = "<p>As surveys say [1].</p><p>[1] Kim, 2025.</p>"
    assert link(typed) == (
        f"<p>As surveys say <sup>{reference('[1]')}</sup>.</p>{note()}[1] Kim, 2025.{back()}"
    )


def test_the_link_back_is_named_in_the_readers_language():
    with override("ko"):
        linked = link_footnotes(["<p>조사[1]</p><p>[1] 자료</p>"])[0]
    assert back(label="본문으로 돌아가기") in linked


def test_a_note_may_stand_in_a_later_text_and_not_in_an_earlier_one():
    assert links("<p>One[1], two[2].</p>", "<p>More[3].</p>", "<p>[1] A</p><p>[3] C</p>") == [
        "[1] #note-1",
        "[3] #note-2",
    ]
    assert links("<p>[1] A</p>", "<p>One[1].</p>") == []


def test_several_marks_lead_to_one_note_which_leads_back_to_the_first():
    linked = link("<p>One[1], two[1].</p><p>[1] A</p>")
    assert reference("[1]", name="mark-1") in linked
    assert reference("[1]", name="mark-1-2") in linked
    assert linked.count('href="#mark-1"') == 1


def test_one_superscript_may_hold_several_marks():
    typed = "<p>One<sup>1, 2</sup>, two<sup>[1][2]</sup></p>"
    notes = "<p><sup>1</sup> A</p><p><sup>2</sup> B</p><p>[1] C</p><p>[2] D</p>"
    assert links(typed + notes) == ["1 #note-1", "2 #note-2", "[1] #note-3", "[2] #note-4"]


def test_numbers_may_begin_anew_in_each_section():
    section = "<h2>Care</h2><p>One[1].</p><p>[1] A</p>"
    linked = link(section, section)
    assert re.findall(r'id="([^"]+)"', linked) == ["mark-1", "note-1", "mark-2", "note-2"]


def test_of_two_paragraphs_with_the_same_mark_the_last_is_the_note():
    typed = "<p>Three claims<sup>1)</sup>:</p><p>1) Care</p><p>2) Peace</p><p>1) Kim, 2025.</p>"
    linked = link(typed)
    assert "<p>1) Care</p><p>2) Peace</p>" in linked
    assert f"{note()}1) Kim, 2025." in linked


def test_a_note_may_have_marks_of_its_own():
    typed = "<p>One[1].</p><p>[1] As in[2].</p><p>[2] Kim, see [1].</p>"
    assert links(typed) == ["[1] #note-1", "[2] #note-2"]
    assert link(typed).endswith(f"{note(2)}[2] Kim, see [1].{back(2)}")


@pytest.mark.parametrize(
    "typed",
    [
        "<p>First[1], second<sup>2</sup></p>",
        "<p>[1] A note alone</p><p><sup>2</sup> Another</p>",
        # Enumerations.
        "<p>We want:</p><p>1) care</p><p>2) peace</p>",
        "<p>We want 1) care and 2) peace.</p><p>1) care</p>",
        "<ol><li><p>care[1]</p></li></ol><ol><li><p>[1] peace</p></li></ol>",
        "<p>See * below.</p><p>* below</p>",
        # Another mark.
        "<p>One<sup>1</sup></p><p>[1] A</p><p>1) A</p><p>1 A</p>",
        # Squares, powers, ordinals, years.
        "<p>100 m<sup>2</sup></p><p><sup>2</sup> A</p>",
        "<p>The 1<sup>st</sup> and 10<sup>1234</sup></p><p><sup>1234</sup> A</p>",
        "<p>In [2025]</p><p>[2025] A</p><p>So [sic]</p><p>[sic] A</p>",
        # Links and headings.
        '<p>See <a href="https://a.example/">[1]</a></p><p>[1] A</p>',
        "<h2>Care[1]</h2><p>[1] A</p>",
        '<p>See[1]</p><p><a href="https://a.example/">[1]</a> A</p>',
        "<p>See[1]</p><h3>[1] A</h3><blockquote><p>[1] A</p></blockquote>",
        # Nothing but the mark.
        "<p>One[1]</p><p>[1]</p><p><sup>[1]</sup>&nbsp;</p>",
    ],
)
def test_everything_else_stays_as_typed(typed):
    assert link(typed) == typed


def test_hangul_in_its_letters_stays_so():
    typed = unicodedata.normalize("NFD", "<p>성평등[1]에</p><p>[1] 자료</p>")
    linked = link_footnotes([typed])[0]
    assert "#note-1" in linked
    assert unicodedata.normalize("NFD", "[1] 자료") in linked


def test_a_text_without_marks_is_returned_as_it_is():
    text = "<p>성평등 (2025)</p>" * 2
    assert link_footnotes([text])[0] is text


def test_no_line_breaks_around_a_mark():
    linked = keep_together(link("<p>조사[1]에서 “말”<sup>[1]</sup>과</p><p>[1] 자료</p>"))
    first = f'조<span class="nowrap">사<sup>{reference("[1]")}</sup>에</span>서'
    second = f'<span class="nowrap">”<sup>{reference("[1]", name="mark-1-2")}</sup>과</span>'
    assert f"<p>{first} “말{second}</p>" in linked


@pytest.mark.parametrize(
    "part", ["[1]", "<sup>1, 2</sup>", "<p>[1] A</p>", "<sup>1111", "<p>[", "<sup>[1][1]</sup>"]
)
def test_a_long_text_takes_little_time(part):
    text = sanitise(part * 20_000)
    begun = time.process_time()
    keep_together(link_footnotes([text])[0])
    assert time.process_time() - begun < 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_event, "description"),
        (make_resource, "description"),
        (make_campaign, "description"),
        (make_member, "description"),
        (make_page, "body"),
    ],
)
def test_pages_of_every_rich_text_link_footnotes(client, make, field):
    make_network()
    item = make(**{f"{field}_en": "<p>As surveys[1] say.</p><p>[1] Kim, 2025.</p>"})
    with override("en"):
        url = item.get_absolute_url()
    html = client.get(url).text
    assert reference("[1]") in html
    assert f"{note()}[1] Kim, 2025.{back()}" in html
