from erasure_log.models import UnwrittenErasureEntry

MODELS_ON_NO_PUBLIC_PAGE = [UnwrittenErasureEntry]
