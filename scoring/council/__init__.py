"""The monthly pack for the residents' council."""
