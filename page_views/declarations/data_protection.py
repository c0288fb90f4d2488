from cms.declarations.data_protection import PROGRAM_NAMES, Declarations, FieldProtection
from page_views.models import PageView

DATA_PROTECTION: Declarations = {
    PageView: FieldProtection(unencrypted_because={PROGRAM_NAMES: "kind source"}),
}
