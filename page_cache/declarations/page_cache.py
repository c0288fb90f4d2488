from page_cache.models import ReplicaMark

NEVER_PUBLIC = [ReplicaMark]
