r"""Makes the font of the cards that shared links show, from the font Pretendard.

    npm pack pretendard@1.3.9 && tar xzf pretendard-1.3.9.tgz
    python -m venv /tmp/font && /tmp/font/bin/pip install fonttools==4.68.0
    /tmp/font/bin/python deploy/share_card_font.py \
        package/dist/public/static/Pretendard-SemiBold.otf

Its licence (OFL.txt beside the result) reserves the name Pretendard for the whole font, so the
part has another name. It keeps all 11,172 syllables of Hangul, Latin with its accents, and what
Pretendard has of the symbols of KS X 1001.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Share Card Sans"
RESULT = (
    Path(__file__).resolve().parent.parent / "cms/decoding/tasks/share_cards/font/ShareCardSans.otf"
)

# Copyright, family, style, unique, full, version, PostScript name, licence, its URL.
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
NEW_NAMES = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: "ShareCardSans"}

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00)]
HANGUL = [*range(0xAC00, 0xD7A4), *range(0x3131, 0x318F)]
PUNCTUATION = [*range(0x2010, 0x2028), *range(0x2030, 0x2040), 0x20A9, 0x20AC, 0x2116, 0x2122]
HANJA = [*range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]


def ks_x_1001() -> set[int]:
    found = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("euc_kr")))
            except UnicodeDecodeError:
                continue
    return found - set(HANJA)


def main(source: str) -> None:
    options = subset.Options()
    # The program sets text without shaping, so features of the font would have no effect.
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx", "VORG"]
    options.hinting = False
    options.name_IDs = KEPT_NAMES
    options.notdef_outline = True
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={*LATIN, *HANGUL, *PUNCTUATION, *ks_x_1001()})
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NEW_NAMES:
            record.string = NEW_NAMES[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [NEW_NAMES[6]]
    top[0].FullName = top[0].FamilyName = FAMILY
    # The same font on every day on which it is made.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(RESULT)


if __name__ == "__main__":
    main(sys.argv[1])
