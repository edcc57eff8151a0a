"""The map against dot, pyvis, cytoscape, plain SVG and a trivial page: ratios from one run."""
