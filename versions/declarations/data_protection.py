from cms.declarations.data_protection import (
    NAMES,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from versions.models import PendingChanges, TranslationPair, Version

DATA_PROTECTION: Declarations = {
    PendingChanges: FieldProtection(
        unencrypted={NAMES: "languages publish_in translation_answers"}
    ),
    Version: FieldProtection(unencrypted={PUBLISHED: "data", NAMES: "public_in"}),
    TranslationPair: FieldProtection(
        public="outdated_since", unencrypted={NAMES: "source target answer"}
    ),
}
