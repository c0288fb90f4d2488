from cms.declarations.data_protection import CODES, Declarations, FieldProtection
from erasure_log.models import PendingEntry
from operations.models import ClockReading, RestoreRecord

DATA_PROTECTION: Declarations = {
    PendingEntry: FieldProtection(unencrypted={CODES: "data"}),
    RestoreRecord: FieldProtection(unencrypted={CODES: "token"}),
    ClockReading: FieldProtection(unencrypted={CODES: "believed_boot doubted_boot"}),
}
