from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from photos.models import Photo, Photographer

MODELS = {
    Photo: ModelHelp(
        Chapter.PHOTOS,
        list=_(
            "All photos of the site. The filter “missing” finds those without credit, alternative "
            "text or consent; they appear on no page. When somebody in a photo no longer wants "
            "to be shown, tick it and choose “Take down from every page”."
        ),
        form=_(
            "A photo is shown once it has a credit, an alternative text and an answer about "
            "consent. What you enter here counts wherever the photo is used. Click in the picture "
            "at its most important point: crops keep that point."
        ),
        glossary_terms=(
            "credit",
            "alternative text",
            "caption",
            "consent",
            "licence",
            "focal point",
        ),
    ),
    Photographer: ModelHelp(
        Chapter.PHOTOS,
        list=_(
            "Who took the photos. A name corrected here is corrected under all photos of that "
            "person."
        ),
        form=_(
            "Write the name as the photographer signs, in each language. It appears in the credit "
            "of all their photos."
        ),
        glossary_terms=("credit",),
    ),
}

PAGES = {
    "photos_photo_bulk_upload": Help(
        _(
            "Enter once what all these photos share, then choose the files or drop them here. "
            "Afterwards describe each photo below. Photos that have been uploaded stay, even if "
            "you close the page."
        ),
        Chapter.PHOTOS,
        ("credit", "consent", "alternative text"),
    ),
    "photos_photo_describe": Help(
        _(
            "Photos without a description, one below the other. Write what somebody who cannot "
            "see the photo would miss. One button saves all of them; what you leave empty can be "
            "written later."
        ),
        Chapter.PHOTOS,
        ("alternative text", "caption"),
    ),
    "photos_photo_picker": Help(
        _(
            "Search by caption, place or photographer. Photos that lack something say what; choose "
            "them, and complete them without leaving the article."
        ),
        Chapter.PHOTOS,
        ("consent",),
    ),
    "photos_photo_take_down": Help(
        _(
            "The photo disappears from every page at once, and articles close the gap. It can be "
            "undone, and the original stays."
        ),
        Chapter.PHOTOS,
        ("consent",),
    ),
}
