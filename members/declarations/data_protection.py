from cms.declarations.data_protection import (
    INTERNAL,
    PROGRAM_NAMES,
    PUBLISHED,
    SEARCHED,
    Declarations,
    FieldProtection,
)
from members.models import (
    Agreement,
    Appearance,
    LinkCheck,
    Milestone,
    Office,
    Organisation,
    Person,
    ProposedChange,
    Region,
    UnpublishedText,
)

DATA_PROTECTION: Declarations = {
    Agreement: FieldProtection(
        public="version text in_force_from updated_at",
        unencrypted_because={PUBLISHED: "version text"},
    ),
    Region: FieldProtection(
        public="name short_name slug", unencrypted_because={PUBLISHED: "name short_name slug"}
    ),
    Organisation: FieldProtection(
        public=(
            "name abbreviation summary description website social_links city logo "
            "logo_dark slug founded_on joined_on joined_alliance_on left_on updated_at"
        ),
        unencrypted_because={
            PUBLISHED: (
                "slug former_slugs name abbreviation summary description website social_links "
                "city logo logo_dark"
            ),
            SEARCHED: "other_names search_text sort_key",
            INTERNAL: "delisting_reason",
        },
    ),
    # `sort_name` orders; name and role stand in the programmes that the person is part of.
    Person: FieldProtection(
        public="name biography role slug",
        unencrypted_because={
            PUBLISHED: "slug biography role",
            SEARCHED: "name sort_name other_names",
        },
    ),
    Office: FieldProtection(
        public="title group started_on ended_on", unencrypted_because={PUBLISHED: "title group"}
    ),
    Appearance: FieldProtection(public="job_title", unencrypted_because={PUBLISHED: "job_title"}),
    UnpublishedText: FieldProtection(unencrypted_because={PROGRAM_NAMES: "model_label language"}),
    Milestone: FieldProtection(
        public="text link happened_on", unencrypted_because={PUBLISHED: "text link"}
    ),
    ProposedChange: FieldProtection(unencrypted_because={PROGRAM_NAMES: "field_name"}),
    LinkCheck: FieldProtection(unencrypted_because={PUBLISHED: "url redirects_to"}),
}
