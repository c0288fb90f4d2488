from cms.declarations.data_protection import (
    ANONYMOUS,
    INTERNAL,
    MADE_BY_PROGRAM,
    PROGRAM_NAMES,
    PUBLISHED,
    SEARCHED,
    Declarations,
    FieldProtection,
)
from search.models import Change, Entry, MissedQuery, Synonym, Word

DATA_PROTECTION: Declarations = {
    Entry: FieldProtection(
        public="kind title text url",
        unencrypted_because={
            PUBLISHED: "kind title text title_words",
            SEARCHED: "title_index text_index",
            MADE_BY_PROGRAM: "url",
            PROGRAM_NAMES: "missing_in",
        },
    ),
    Word: FieldProtection(
        public="spelling", unencrypted_because={PUBLISHED: "spelling", SEARCHED: "letters"}
    ),
    Change: FieldProtection(unencrypted_because={PROGRAM_NAMES: "model"}),
    Synonym: FieldProtection(unencrypted_because={INTERNAL: "terms"}),
    MissedQuery: FieldProtection(unencrypted_because={ANONYMOUS: "query"}),
}
