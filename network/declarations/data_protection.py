from cms.declarations.data_protection import Declarations, FieldProtection
from network.models import Contact, Network, Page, Topic

# Authors, photographers and speakers want to be named.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    # E-mail address and telephone number are shown after a click only.
    Contact: FieldProtection(public="name role organisation"),
    Network: FieldProtection(
        public=(
            "name short_name tagline vision about place parent_name parent_url "
            "parent_country social_links logo deciding_body fee founded_on expected_weeks "
            "referees_needed"
        )
    ),
    Topic: FieldProtection(public="name slug"),
    Page: FieldProtection(public="title body slug updated_at"),
}
