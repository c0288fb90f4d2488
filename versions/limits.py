"""How much of what somebody types is kept before it is saved."""

# Characters of a form, in all its fields.
MAX_WORKING_COPY_LENGTH = 2_000_000
