from cms.declarations.data_protection import ACCOUNTS, PUBLISHED, Declarations, FieldProtection
from concerns.models import ConcernAccessLogEntry, Guidance

DATA_PROTECTION: Declarations = {
    Guidance: FieldProtection(
        public="readers urgent_help", unencrypted_because={PUBLISHED: "readers urgent_help"}
    ),
    ConcernAccessLogEntry: FieldProtection(unencrypted_because={ACCOUNTS: "name"}),
}
