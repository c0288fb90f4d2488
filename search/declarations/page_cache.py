from search.models import Change, Entry, MissedQuery, Word

NEVER_PUBLIC = [Change, Entry, MissedQuery, Word]
