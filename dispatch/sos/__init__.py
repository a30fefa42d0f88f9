"""SOS 求助: an officer in danger calls; the nearest units and every console hear it until somebody answers."""
