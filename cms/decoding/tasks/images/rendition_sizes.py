"""Which files a photo has: their widths, ratios, formats and qualities.

Imported by what serves pages, too, so it imports nothing that decodes.
"""

# Longest side (px) on public pages: enough for a screen, too little for a poster.
LONGEST_SIDE = 1600
# Large portraits end up on the placards of hostile groups.
LONGEST_SIDE_OF_PERSON_PORTRAIT = 800
# For a phone, a tablet, a column of text and a wide lead photo.
WHOLE_WIDTHS = (480, 800, 1200, 1600)
# The cards of lists have a fixed ratio. Another size is the card of a shared link (`share_cards`).
LIST_CARD_RATIO = 3 / 2
LIST_CARD_WIDTHS = (400, 800)
# For the admin.
THUMBNAIL_SIZE = (480, 320)
# Of the file for newsrooms: what they can print across a page (300 dpi on 34 cm).
PRESS_LONGEST_SIDE = 4000

# Measured on the demo photos: about 40 KB at 800 px; slower presets gain under 5 %.
AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
JPEG = {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True}
PRESS_JPEG = {"format": "JPEG", "quality": 92, "subsampling": 0}
FILE_EXTENSIONS = {"AVIF": "avif", "JPEG": "jpg"}
