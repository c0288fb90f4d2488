from cms.declarations.data_protection import (
    NAMES,
    PUBLISHED,
    Declarations,
    FieldProtection,
)
from versions.models import Version

DATA_PROTECTION: Declarations = {
    Version: FieldProtection(unencrypted={PUBLISHED: "data", NAMES: "public_in"})
}
