"""The windows that pages are looked at in: width and height in CSS pixels."""

PHONE, DESKTOP = (360, 740), (1280, 900)

# Language, scheme and window: each meets each of the others once in four looks instead of eight.
EVERY_PAIR = [
    ("ko", "light", PHONE),
    ("ko", "dark", DESKTOP),
    ("en", "light", DESKTOP),
    ("en", "dark", PHONE),
]
