"""REST and pages of authorisations; what they do is in `credit.queries.authorisations`."""
