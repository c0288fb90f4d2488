"""The windows that pages are looked at in: width and height in CSS pixels."""

PHONE, DESKTOP = (360, 740), (1280, 900)
