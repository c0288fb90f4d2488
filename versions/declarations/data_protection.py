from cms.declarations.data_protection import (
    PROGRAM_NAMES,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from versions.models import (
    PendingChanges,
    TranslationPair,
    UnneededTranslation,
    Version,
    WorkingCopy,
)

DATA_PROTECTION: Declarations = {
    PendingChanges: FieldProtection(
        unencrypted_because={PROGRAM_NAMES: "languages publish_language translation_answers"}
    ),
    Version: FieldProtection(
        unencrypted_because={PUBLISHED: "values_or_delta", PROGRAM_NAMES: "public_languages"}
    ),
    WorkingCopy: FieldProtection(unencrypted_because={PROGRAM_NAMES: "form_id"}),
    UnneededTranslation: FieldProtection(unencrypted_because={PROGRAM_NAMES: "language"}),
    TranslationPair: FieldProtection(
        public="outdated_since", unencrypted_because={PROGRAM_NAMES: "source target answer"}
    ),
}
