from cms.declarations.data_protection import NAMES, Declarations, FieldProtection
from page_views.models import PageView

DATA_PROTECTION: Declarations = {
    PageView: FieldProtection(unencrypted_because={NAMES: "kind source"}),
}
