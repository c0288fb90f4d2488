from cms.declarations.data_protection import Declarations, FieldProtection
from resources.models import Contributor, Resource, ResourceFile

# Authors and translators want to be named.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    Contributor: FieldProtection(public="name"),
    ResourceFile: FieldProtection(public="title file size pages url"),
    Resource: FieldProtection(
        public=(
            "title subtitle summary description audience publisher_name year edition "
            "work_languages isbn doi external_url slug updated_at"
        )
    ),
}
