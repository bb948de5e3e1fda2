"""The OpenAPI document as a file, and what follows from it: the operations of the Python client."""
