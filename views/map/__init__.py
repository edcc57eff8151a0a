"""The chain map: positions, picture, network and one-file page."""
