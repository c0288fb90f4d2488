# One list with many filters should not push out all other pages.
MAX_VARIANTS_PER_PATH = 64

# How old a page may be that is shown while the database is unavailable.
MAX_STALE_SECONDS = 3600
