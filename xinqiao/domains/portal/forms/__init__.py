"""What people type: filters, acts, articles, columns."""
