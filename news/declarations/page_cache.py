from news.models import PreviewLink

NEVER_PUBLIC = [PreviewLink]
