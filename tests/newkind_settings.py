"""The suite's settings with one more folder of kinds: as if its files lay in products/kinds."""

import os

import products.kinds
from tests.settings import *  # noqa: F403

products.kinds.__path__.append(os.environ["EXTRA_KINDS"])
