from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, ModelHelp
from mail.models import Email

MODELS = {
    Email: ModelHelp(
        Chapter.APPLICATIONS,
        list=_(
            "Every e-mail the site sends, with its state. Nothing has to be done for those that "
            "are waiting: they are sent within a minute or tried again. Look at those that "
            "failed or are on hold."
        ),
        form=_(
            "One e-mail as its recipient sees it, and what became of it. If it failed, check the "
            "address before you send it again. Opening an e-mail about an application is logged."
        ),
        glossary_terms=("outbox",),
    ),
}
