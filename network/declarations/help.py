from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from network.models import Contact, Network, Page, Redirect, Topic

MODELS = {
    Page: ModelHelp(
        Chapter.TRANSLATIONS,
        list=_(
            "Pages that stay for years, such as “About us” or the privacy policy. The columns say "
            "in which language each is public. Write news as an article instead."
        ),
        form=_(
            "A page that stays for years. Its place decides whether the menu or the footer leads "
            "to it, its order where. At the end of the form each language has its own choice: a "
            "page may be public in one and a draft in the other."
        ),
        glossary_terms=("draft", "unpublished changes", "version history", "slug"),
    ),
    Network: ModelHelp(
        Chapter.HANDING_OVER,
        list=_("The network itself: its name, its contacts and how to join it."),
        form=_(
            "Who publishes this site. The name, the paragraph about the network and the contacts "
            "appear on many pages and in e-mails, so a change is seen everywhere at once. How many "
            "votes and referees an application needs is set here, too."
        ),
        glossary_terms=("boilerplate", "press contact", "referee"),
    ),
    Topic: ModelHelp(
        Chapter.FIRST_RELEASE,
        list=_(
            "What articles, events, resources and organisations are about. Each topic has a page. "
            "Few topics with many items help readers more than many with one."
        ),
        form=_(
            "A topic needs a name in each language. The address is the end of its page’s address "
            "and the same in all languages; change it only for a mistake."
        ),
        glossary_terms=("slug",),
    ),
    Contact: ModelHelp(
        Chapter.ATTACKS,
        list=_(
            "E-mail addresses and telephone numbers that the site may show. Visitors see them only "
            "after pressing a button, so that programs cannot collect them."
        ),
        form=_(
            "Say what people can ask here, and give the address of an office rather than a "
            "person’s own. Readers see the details only after pressing a button. To hide all "
            "contacts in a hurry, use the first page of the admin."
        ),
        glossary_terms=("press contact",),
    ),
    Redirect: ModelHelp(
        Chapter.HANDING_OVER,
        list=_(
            "Addresses of an older website that articles and e-mails elsewhere still use, and "
            "where each leads now. Addresses of this site that have changed are redirected "
            "automatically."
        ),
        form=_(
            "Enter the old address without the domain name, and the page of this site that "
            "has its content now. Open the old address afterwards to see whether it works."
        ),
        glossary_terms=("redirect",),
    ),
}
