"""Self-inspection of sites (网站自查), later the whole assessment (考核评估)."""
