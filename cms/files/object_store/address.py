from dataclasses import dataclass


@dataclass(frozen=True)
class StoreAddress:
    """Where an object store is, as OBJECT_STORE_URL says. Without a key the client looks for one by
    itself: machines of Amazon have one."""

    endpoint: str
    region: str
    bucket: str
    # Before the name of every object; empty, or it ends with a slash.
    prefix: str = ""
    key: str = ""
    secret: str = ""
