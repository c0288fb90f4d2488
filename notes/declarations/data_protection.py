from cms.declarations.data_protection import NAMES, Declarations, FieldProtection
from notes.models import ItemNote

DATA_PROTECTION: Declarations = {
    ItemNote: FieldProtection(unencrypted={NAMES: "place"}),
}
