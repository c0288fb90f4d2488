class DocumentError(ValueError):
    """`reason` is "damaged", "protected", "macros", "bomb" or "unknown"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
