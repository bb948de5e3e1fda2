"""What a file is by its first bytes; what it is called decides nothing."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
HEADS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
"""First bytes and media type of papers and photos that people hand in."""


def kind_of(content: bytes) -> str | None:
    """The media type of a PDF, JPEG or PNG; None for any other file."""
    return next((kind for head, kind in HEADS if content.startswith(head)), None)
