from cms.declarations.previews import Previews
from members.models import Organisation
from network.models import Page
from website.views.member_page import show_member
from website.views.pages import show_page

PREVIEWS: Previews = {Organisation: show_member, Page: show_page}
