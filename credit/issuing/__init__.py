"""The switch that stops the issuing of certificates in an incident."""
