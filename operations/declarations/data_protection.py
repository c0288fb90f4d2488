from cms.declarations.data_protection import CODES, Declarations, FieldProtection
from erasure_log.models import UnwrittenErasureEntry
from operations.models import ClockReading, RestoreRecord

DATA_PROTECTION: Declarations = {
    UnwrittenErasureEntry: FieldProtection(unencrypted_because={CODES: "data"}),
    RestoreRecord: FieldProtection(unencrypted_because={CODES: "token"}),
    ClockReading: FieldProtection(unencrypted_because={CODES: "believed_boot doubted_boot"}),
}
