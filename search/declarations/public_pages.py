from search.models import Change, Entry, MissedQuery

NEVER_PUBLIC = [Change, Entry, MissedQuery]
