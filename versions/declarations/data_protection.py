from cms.declarations.data_protection import (
    NAMES,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from versions.models import HeldEdit, Version

DATA_PROTECTION: Declarations = {
    HeldEdit: FieldProtection(unencrypted={NAMES: "languages publish_in"}),
    Version: FieldProtection(unencrypted={PUBLISHED: "data", NAMES: "public_in"}),
}
