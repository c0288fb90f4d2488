"""What the editor of rich text offers: which headings, lists, tables and links.

What is kept of a text is decided by `allowed_html.py`, as imports and scripts use no editor.
"""

from cms.i18n import languages
from cms.text import allowed_html

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    # Without it the lists above prevent the editor from starting.
    "ListItem": True,
    "Blockquote": True,
    "Superscript": True,
    "Subscript": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    # Ours: `static/js/admin/rich_text/other_language.js`.
    "OtherLanguage": {
        "languages": [
            (code, languages.language_name_lazy(code)) for code in languages.codes_of_works()
        ]
    },
    "Link": {"enableTarget": False, "protocols": sorted(allowed_html.LINK_SCHEMES)},
}
