"""The site cluster: articles, their editorial chain, placements, import."""
