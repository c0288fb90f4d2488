"""How large a card is, in px. Imported by what serves pages, too."""

CARD_SIZE = (1200, 630)
# A smaller picture would be blurred.
SHORTEST_WIDTH = 600
