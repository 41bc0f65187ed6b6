"""Tests of what a plan does, or saves: with COMPILER=off there is none."""

import os

import pytest

needs_plans = pytest.mark.skipif(os.environ.get("COMPILER") == "off", reason="COMPILER=off")
