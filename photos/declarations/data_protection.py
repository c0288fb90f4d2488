from cms.declarations.data_protection import (
    INTERNAL,
    MADE_BY_PROGRAM,
    Declarations,
    FieldProtection,
)
from photos.models import Photo, Photographer

# Authors, photographers and speakers want to be named.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    Photographer: FieldProtection(public="name website"),
    Photo: FieldProtection(
        # `folder_token`, `rendition_widths` and `share_cards` stand in the URLs of public files.
        public="alt caption credit_organisation credit_override place taken_on"
        " folder_token rendition_widths share_cards",
        unencrypted_because={MADE_BY_PROGRAM: "original", INTERNAL: "licence_ends_on"},
    ),
}
