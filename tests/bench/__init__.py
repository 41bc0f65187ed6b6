"""Speed as ratios: the product beside a raw baseline on the same data in the same run."""
