"""Who watches those who look: alarms on look-ups, samples for audit, impact assessments."""
