from cms.declarations.data_protection import (
    MADE_BY_PROGRAM,
    PROGRAM_NAMES,
    Declarations,
    FieldProtection,
)
from notes.models import ItemNote, Review

DATA_PROTECTION: Declarations = {
    ItemNote: FieldProtection(unencrypted_because={PROGRAM_NAMES: "form_part"}),
    Review: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "text_etag"}),
}
