from search.models import Change, Entry, MissedQuery, Word

MODELS_ON_NO_PUBLIC_PAGE = [Change, Entry, MissedQuery, Word]
