"""Who is in the pictures: people with skin, hair and clothes, and no faces one could know."""

from dataclasses import dataclass
from random import Random

from network.demo.canvas import Colour

SKINS = ("#f3d0b1", "#efc6a2", "#e8b993", "#dca77e", "#f0cbab", "#e3b189", "#b57f5b", "#8c5d42")
SKIN_WEIGHTS = (6, 6, 6, 4, 6, 4, 1.4, 1)
HAIRS = ("#1d1b22", "#26212a", "#2e2527", "#3a2a26", "#5b4034", "#8f8d8a")
HAIR_WEIGHTS = (6, 6, 5, 3, 1.2, 1.6)
MENS_STYLES = ("short", "parted", "fringe", "swept", "receding", "curly")
MENS_WEIGHTS = (4, 5, 4, 4, 1, 1)
WOMENS_STYLES = ("bob", "long", "bun", "ponytail")
CLOTHES = ("#2f6f77", "#1d4654", "#d99a3d", "#c4603f", "#8fae98", "#e5cfa8", "#5d8a8c", "#a94f38")


@dataclass(frozen=True)
class Person:
    skin: Colour = "#efc6a2"
    hair: Colour = "#1d1b22"
    style: str = "parted"
    top: Colour = "#2f6f77"
    garment: str = "jumper"  # jumper, shirt, suit, coat, dress
    legs: Colour = "#22323d"
    inner: Colour = "#f4ead7"  # the shirt under a suit or coat, the scarf over a coat
    tie: Colour | None = None
    woman: bool = False
    glasses: bool = False
    beard: bool = False

    @property
    def breadth(self) -> float:
        """How wide the shoulders are."""
        return 0.87 if self.woman else 1.0


def somebody(random: Random, women: float = 0.4, clothes: tuple = CLOTHES, **fixed) -> Person:
    """A passer-by; `women` is how likely it is a woman."""
    woman = random.random() < women
    garments = ("jumper", "shirt", "suit", "jumper")
    traits = {
        "skin": random.choices(SKINS, SKIN_WEIGHTS)[0],
        "hair": random.choices(HAIRS, HAIR_WEIGHTS)[0],
        "style": random.choice(WOMENS_STYLES)
        if woman
        else random.choices(MENS_STYLES, MENS_WEIGHTS)[0],
        "top": random.choice(clothes),
        "garment": random.choice(garments),
        "legs": random.choice(("#22323d", "#2b3a45", "#39434a", "#4a4038")),
        "woman": woman,
        "glasses": random.random() < 0.22,
        "beard": not woman and random.random() < 0.08,
    }
    return Person(**{**traits, **fixed})
