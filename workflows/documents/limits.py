"""How much may be handed in. Each limit is tested at n and n+1."""

from datetime import timedelta

DOCUMENT_BYTES_MAX = 20 * 1024 * 1024
"""One document, bytes: some sixty scanned pages."""
DOCUMENTS_PER_CASE_MAX = 60
"""Documents of one case, those taken back not counted."""
PDF_PAGES_MAX = 200
PDF_OBJECTS_MAX = 100_000
"""Objects looked at in one PDF; a scan has a few for each page."""
IMAGE_SIDE_MIN = 400
"""Pixels of the shorter side: below it the print of an A4 page cannot be read."""
IMAGE_SIDE_MAX = 15_000
"""Pixels of the longer side."""
IMAGE_PIXELS_MAX = 60_000_000
"""Pixels of one picture; the largest phone cameras make 50 million by default."""
FILENAME_CHARS_MAX = 200

CHUNK_BYTES_MAX = 4 * 1024 * 1024
"""One chunk of an upload, bytes."""
UPLOADS_PER_CASE_MAX = 10
"""Uploads of one case that are on their way at the same time."""
UPLOAD_LIFETIME = timedelta(hours=24)
"""How long an upload that was begun waits for the rest; then it is deleted."""

INSPECTION_SECONDS = 20
"""Time the look at one file may take, of the processor and of the clock."""
INSPECTION_MEMORY_BYTES = 1024 * 1024 * 1024
"""Memory the look at one file may take."""
INSPECTIONS_AT_ONCE = 2
"""Looks of one web process at a time: what they may take together is bounded."""

PREVIEW_PAGES_MAX = 40
"""Pages of one document that are shown as pictures; the rest is read in the file itself."""
PREVIEW_DPI = 150
"""Dots an inch a page is drawn with: the print of a form and the circle of a seal can be read."""
PREVIEW_PIXELS_MAX = 3_000_000
"""Pixels of one picture of a page; A4 at 150 dpi has 2.2 million."""
PREVIEW_SIDE_MAX = 6_000
"""Pixels of its longer side."""
PREVIEW_BYTES_MAX = 8 * 1024 * 1024
"""One picture of a page, bytes."""
PREVIEW_SECONDS = 15
"""Time one picture may take, of the processor and of the clock."""
PREVIEW_MEMORY_BYTES = 1024 * 1024 * 1024
"""Memory one picture may take."""
PREVIEWS_AT_ONCE = 2
"""Pictures one web process draws at a time."""
PREVIEW_WAIT_SECONDS = 20
"""How long a picture waits for its turn before its reader is told to try again."""
