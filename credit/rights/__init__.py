"""What a subject may know and ask of credit: the part of `/me` that credit answers for."""
