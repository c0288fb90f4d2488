"""Texts that the metadata of an uploaded file suggest for fields of its photo.

A form offers them; nothing is saved unseen. Texts of cameras and programs are left out.
"""

import re

from cms.text import plain_text
from photos.limits_and_periods import MAX_SUGGESTION_LENGTH

# Some programs write the encoding of a text before it, as if it were part of it:
# "charset=Ascii", "charset="Unicode"", or the eight bytes that EXIF puts before a comment.
CHARSET = re.compile(r"^(?:charset\s*=\s*[\"']?[\w-]+[\"']?|ASCII|UNICODE|JIS)(?:[\s:,;]+|$)")

# A text of nothing but these words says nothing: "OLYMPUS DIGITAL CAMERA", "SONY DSC".
CAMERA_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    agfa agfaphoto apple asus benq blackberry canon casio digimax dji epson fuji fujifilm fujitsu
    ge google gopro hasselblad hewlett packard honor hp htc huawei iphone jenoptik kenox kodak
    konica kyocera leica lenovo lg lge lumix medion minolta mobile motorola nikon nokia olympus
    oneplus oppo panasonic pantech pentax pixel polaroid praktica premier realme redmi ricoh rollei
    samsung sanyo sharp sigma sony sonyericsson ericsson tecno toshiba traveler umax vivo vivitar
    vodafone xiaomi yakumo zte techwin electronics electric corporation corp company computer co ltd
    inc imaging optical international

    camera cameras digital still stillcamera video phone cameraphone photo photos photograph picture
    pictures image images img jpeg jpg exif scan scanner scanned screenshot dc dcim dsc dsci dscf
    dscn csc cimg pict powershot photosmart coolpix cybershot cyber shot finepix exilim optio ixus
    easyshare galaxy

    default untitled none null nil unknown undefined unspecified na n a test empty description
    title caption comment comments c copyright copyrighted author artist owner creator photographer
    user username admin administrator your name here type enter my beautiful

    ascii unicode jis undefined utf8 charset binary

    picasa gimp photoshop lightroom snapseed canva instagram lavc lavf ffmpeg applemark

    cof mde hdr hdrpl vhdr rhdr sdr dav ptr ptfbty oznor oznorwo nor norwo fptr btf btr rbt rpt edf
    edr burst sketch fbt iphoto sf beauty cache nightshot bty mty
    """,
    )
)
# A number, or letters and digits as in the name of a model: "DSC-W5", "S630", "E5700".
CAMERA_MODEL = re.compile(r"[a-z]{0,4}\d{1,8}[a-z]{0,3}")

WRITTEN_BY_PROGRAMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:created|edited|made|produced|generated|processed|optimi[sz]ed|scanned|exported|saved"
        r"|converted|compressed|captured|taken|shot)\s+(?:with|by|using|on|in|from)\b.*\b(?:gimp"
        r"|photoshop|paint|photo|picasa|image|imagemagick|jpeg\w*|camera|scan\w*|snapseed|canva"
        r"|lightroom|irfanview|xnview|acdsee|editor|studio|app|iphone|galaxy|ebay|lead|corel)",
        r"(?:file|image) (?:written|created) by\b",
        r"creator: gd-jpeg",
        r"(?:lead|acd) (?:technologies|systems)\b",
        r"intel\(r\) jpeg",
        r"adobe (?:photoshop|lightroom|illustrator|imageready)",
        r"lav[cf]\d",
        r"xr:d:\w",
        r"exif_jpeg",
        # A path or the name of a file.
        r"(?:[a-z]:)?(?:[\w .-]*\\)+[\w .-]*$",
        r"/?(?:[\w.-]+/)+[\w.-]+$",
        r"\S+\.(?:jpe?g|png|webp|hei[cf]|tiff?|gif|bmp|raw|dng|cr2|nef|arw|psd)$",
        r"(?:img|dsc[a-z]?|p|pict?|cimg|mvc|screenshot|kakaotalk|photo|wp|dji|gopr|sam)"
        r"[ _-]*\d{3,}[\w -]*$",
    )
)


def suggest_fields(metadata: dict[str, list[str]]) -> dict[str, str]:
    """`metadata` is what `cms.decoding.tasks.images.metadata` read. Keys of the result, each only
    when the file has it: creator, credit, copyright, caption, alt.
    """
    suggestions = {}
    for name, values in metadata.items():
        texts = (
            " ".join(plain_text.clean(value).split())[:MAX_SUGGESTION_LENGTH] for value in values
        )
        texts = (CHARSET.sub("", text).strip() for text in texts)
        if typed := dict.fromkeys(text for text in texts if _was_typed(text)):
            # Several people have a comma between them: a slash separates the languages of one name.
            separator = " / " if name == "copyright" else ", "
            suggestions[name] = separator.join(typed)[:MAX_SUGGESTION_LENGTH].strip()
    return suggestions


def _was_typed(text: str) -> bool:
    if not any(map(str.isalnum, text)) or "\ufffd" in text:
        return False
    if any(pattern.match(text) for pattern in WRITTEN_BY_PROGRAMS):
        return False
    words = re.findall(r"\w+", text.casefold())
    return not all(word in CAMERA_WORDS or CAMERA_MODEL.fullmatch(word) for word in words)
