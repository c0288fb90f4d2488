from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help

MODEL_PAGES = {
    "notes": Help(
        _(
            "What colleagues wrote to each other about this item; readers never see it. Write @ "
            "and a name to tell somebody. Mark what is done as resolved: it can be opened again."
        ),
        Chapter.FIRST_RELEASE,
    ),
}
