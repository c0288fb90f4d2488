"""How long a note may be."""

# Characters.
MAX_NOTE_LENGTH = 5_000
