"""Cases: the only way what is on record is changed by people."""
