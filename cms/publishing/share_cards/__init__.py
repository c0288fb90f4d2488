"""Cards with the title of a page, which others show of it where it has no photo."""
