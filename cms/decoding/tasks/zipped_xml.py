"""What reading XML in a ZIP archive needs: office files and workbooks are such archives."""

import codecs
import zipfile
import zlib
from xml.parsers import expat

# A child cannot open files, so the encoding that `zipfile` uses for names is loaded here.
codecs.lookup("cp437")

# Raised by Python for damaged archives and XML.
READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
