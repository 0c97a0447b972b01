"""The terms of ward records: published by officers, accepted by councillors."""
