from page_cache.models import ReplicaMark

MODELS_ON_NO_PUBLIC_PAGE = [ReplicaMark]
