import re
from difflib import SequenceMatcher

WORD_OR_CHARACTER = re.compile(r"\s+|[^\W_]+|[\W_]")


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word. Shape: kind, text, where the kind is "same", "gone" or "new"."""
    old, new = WORD_OR_CHARACTER.findall(before), WORD_OR_CHARACTER.findall(after)
    parts = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[old_from:old_to])))
            continue
        gone, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        parts += [part for part in (("gone", gone), ("new", added)) if part[1]]
    return parts
