"""Papers the office hands out: signed content, a page drawn from it, and how it is verified.

Pure: a frozen content goes in, bytes and answers come out; no database, no request. What a
paper says is the business of those who issue it; here is what all of them share.
"""
