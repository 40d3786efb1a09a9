"""ZIP packages (Word, Excel, pages in one file): what Python raises when one is damaged."""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

# No list of parts or a wrong one; a part that does not unpack; one that is cut off; a way of packing or a
# version that Python does not know. They have no ancestor but Exception, which would hide faults of our own.
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
