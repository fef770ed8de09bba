"""Paid files, whichever kind sells them: what may be uploaded, how a row keeps it, how its bytes are sent."""
