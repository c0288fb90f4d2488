from spam.models import Counter

MODELS_ON_NO_PUBLIC_PAGE = [Counter]
