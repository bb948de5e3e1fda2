"""Texts as COPY takes them in its text form, for lines that are put together by hand."""

NULL = "\\N"
"""How COPY is told that there is nothing."""


def copied_text(text: str) -> str:
    """A text as one field of a line; nearly all stay as they are."""
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t")
        return text.replace("\n", "\\n").replace("\r", "\\r")
    return text
