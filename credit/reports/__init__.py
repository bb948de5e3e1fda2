"""The credit report of an organisation: what may be told of it, in the sections people know.

Issued on a basis like any other query, frozen and signed; handed out for as long as all that
it tells may still be told.
"""
