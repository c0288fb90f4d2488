from cms.declarations.data_protection import MADE_BY_PROGRAM, Declarations, FieldProtection
from erasure_log.models import UnwrittenErasureEntry
from operations.models import ClockReading, RestoreRecord

DATA_PROTECTION: Declarations = {
    UnwrittenErasureEntry: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "data"}),
    RestoreRecord: FieldProtection(unencrypted_because={MADE_BY_PROGRAM: "token"}),
    ClockReading: FieldProtection(
        unencrypted_because={MADE_BY_PROGRAM: "believed_boot doubted_boot"}
    ),
}
