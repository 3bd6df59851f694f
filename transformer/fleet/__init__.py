"""Many repositories: what a manifest names is taken, migrated, proved and told, one job each."""
