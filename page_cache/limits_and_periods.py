"""How old a cached page may be, and how many there are."""

# One list with many filters should not push out all other pages.
MAX_VARIANTS_PER_PATH = 64

# How long a shared cache such as the proxy's may respond with a page or a file. Nobody may show one
# that is older: what was taken back must not return.
PROXY_SECONDS = 1

# How old a page may be that is shown while the database is unavailable.
MAX_STALE_SECONDS = 3600
