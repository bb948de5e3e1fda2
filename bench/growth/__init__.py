"""How what touches one subject, or one day, fares while a thousand times as much is stored."""
