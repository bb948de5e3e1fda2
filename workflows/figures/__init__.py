"""How the work on cases goes: load, punctuality, reasons."""
