"""Planning the cluster: features step by step, columns by consultation, gaps of duty."""
