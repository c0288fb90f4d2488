"""What this app declares to the project; `docs/structure.md` says which module declares what."""
