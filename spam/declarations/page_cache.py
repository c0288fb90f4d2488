from spam.models import Counter

NEVER_PUBLIC = [Counter]
