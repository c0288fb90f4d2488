from notes.models import ItemNote, Mention, Review

MODELS_ON_NO_PUBLIC_PAGE = [ItemNote, Mention, Review]
