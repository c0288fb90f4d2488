from notes.models import ItemNote, Mention

NEVER_PUBLIC = [Mention, ItemNote]
