from notes.admin.notes import NotesMixin as NotesMixin
