"""The API shell: errors, paging, idempotency and the OpenAPI document."""
