from cms.declarations.previews import Previews
from news.models import Article
from news.views.articles import show_article

PREVIEWS: Previews = {Article: show_article}
