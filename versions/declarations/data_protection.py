from cms.declarations.data_protection import (
    NAMES,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from versions.models import HeldEdit, Translation, Version

DATA_PROTECTION: Declarations = {
    HeldEdit: FieldProtection(unencrypted={NAMES: "languages publish_in answers"}),
    Version: FieldProtection(unencrypted={PUBLISHED: "data", NAMES: "public_in"}),
    Translation: FieldProtection(
        public="outdated_since", unencrypted={NAMES: "language source answer"}
    ),
}
