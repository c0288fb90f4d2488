from news.models import PreviewLink

MODELS_ON_NO_PUBLIC_PAGE = [PreviewLink]
