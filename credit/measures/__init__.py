"""The register of incentives and constraints: what is proposed, confirmed and lifted for whom."""
