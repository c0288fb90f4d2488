"""The demonstration pictures: drawings that stand where a network's own photos will stand.

`draw("launch-hall")` gives an RGB picture; the same motif is always the same picture.
"""

from collections.abc import Callable

from PIL import Image

from network.demo import (
    scenes_city,
    scenes_daily,
    scenes_forum,
    scenes_launch,
    scenes_learning,
    scenes_portraits,
)
from network.demo.canvas import Canvas

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "launch-hall": scenes_launch.hall,
    "launch-guests": scenes_launch.guests,
    "launch-keynote": scenes_launch.keynote,
    "launch-panel": scenes_launch.panel,
    "launch-messages": scenes_launch.messages,
    "launch-together": scenes_launch.together,
    "forum-hands": scenes_forum.hands,
    "forum-hall": scenes_forum.hall,
    "forum-lecture": scenes_forum.lecture,
    "forum-table": scenes_forum.table,
    "forum-remarks": scenes_forum.remarks,
    "workshop-circle": scenes_learning.circle,
    "school-class": scenes_learning.classroom,
    "campaign-street": scenes_city.campaign,
    "care-kitchen": scenes_daily.kitchen,
    "library-books": scenes_daily.books,
    "city-night": scenes_city.night,
    "reading-group": scenes_learning.reading,
    "radio-studio": scenes_daily.studio,
    "market-tree": scenes_city.tree,
    "portrait-moon": scenes_portraits.trainer,
    "portrait-na": scenes_portraits.officer,
}
SIZES = {"forum-hands": (2400, 1350), "care-kitchen": (1600, 2000)} | dict.fromkeys(
    ["portrait-moon", "portrait-na"], (1600, 2000)
)
USUAL_SIZE = (2400, 1600)


def draw(motif: str) -> Image.Image:
    canvas = Canvas(motif, *SIZES.get(motif, USUAL_SIZE))
    MOTIFS[motif](canvas)
    return canvas.finish()
