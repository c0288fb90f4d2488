from cms.declarations.data_protection import Declarations, FieldProtection
from news.models import (
    Article,
    Correction,
    EventBlock,
    FileBlock,
    GalleryBlock,
    PhotoBlock,
    QuoteBlock,
    SeeAlsoLink,
    StatisticBlock,
    TextBlock,
    VideoBlock,
)

# Authors, photographers and speakers want to be named.
STORES_CONFIDENTIAL_TEXT = False

DATA_PROTECTION: Declarations = {
    Correction: FieldProtection(public="text corrected_on"),
    SeeAlsoLink: FieldProtection(public="url title publisher_name"),
    TextBlock: FieldProtection(public="region body"),
    QuoteBlock: FieldProtection(public="region quote unnamed_speaker job_title"),
    StatisticBlock: FieldProtection(public="region unit label source number as_of"),
    EventBlock: FieldProtection(public="region"),
    PhotoBlock: FieldProtection(public="region"),
    GalleryBlock: FieldProtection(public="region title default_credit"),
    VideoBlock: FieldProtection(public="region url title transcript"),
    FileBlock: FieldProtection(public="region file title size"),
    Article: FieldProtection(
        public=(
            "title standfirst dateline byline source_url slug updated_at reading_minutes_override"
        )
    ),
}
