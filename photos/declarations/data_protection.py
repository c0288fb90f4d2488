from cms.declarations.data_protection import INTERNAL, PUBLISHED, Declarations, FieldProtection
from photos.models import Photo, Photographer

# Authors, photographers and speakers want to be named.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    Photographer: FieldProtection(public="name website"),
    Photo: FieldProtection(
        # `folder_token` and `rendition_widths` stand in the URLs of the public files.
        public="alt caption credit_organisation credit_override place taken_on"
        " folder_token rendition_widths",
        unencrypted={PUBLISHED: "original", INTERNAL: "licence_ends_on"},
    ),
}
