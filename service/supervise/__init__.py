"""`make run`: starts every process of the service, keeps them up, and leaves nothing behind."""
