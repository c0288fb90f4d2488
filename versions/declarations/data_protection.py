from cms.declarations.data_protection import (
    NAMES,
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
        unencrypted_because={NAMES: "languages publish_language translation_answers"}
    ),
    Version: FieldProtection(
        unencrypted_because={PUBLISHED: "values_or_delta", NAMES: "public_languages"}
    ),
    WorkingCopy: FieldProtection(unencrypted_because={NAMES: "form_id"}),
    UnneededTranslation: FieldProtection(unencrypted_because={NAMES: "language"}),
    TranslationPair: FieldProtection(
        public="outdated_since", unencrypted_because={NAMES: "source target answer"}
    ),
}
