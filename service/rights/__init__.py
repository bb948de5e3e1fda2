"""What everybody may know about themselves: all that is held, who looked, which consents stand.

Personal Information Protection Law Art. 15, 24, 44-50; Civil Code Art. 1029. Parts register what
they hold; none of them sees what another holds.
"""
