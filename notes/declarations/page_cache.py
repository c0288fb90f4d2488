from notes.models import ItemNote, Mention, Review

NEVER_PUBLIC = [ItemNote, Mention, Review]
