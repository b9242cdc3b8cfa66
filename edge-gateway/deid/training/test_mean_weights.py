"""What must hold of the mean of models: `python -m unittest` in this folder."""
from __future__ import annotations

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from training.mean_weights import mean, steps  # noqa: E402


class MeanTest(unittest.TestCase):
    def test_the_mean_of_one_model_twice_is_that_model(self):
        model = bytes(range(256))
        self.assertEqual(mean([model, model]), model)

    def test_a_mean_is_the_nearest_step_of_both_tags(self):
        of = steps()
        at = {step: number for number, step in enumerate(of)}
        one, two = bytes([at[40] | at[-10] << 4]), bytes([at[9] | at[-41] << 4])
        # 24.5 lies at 24, and -25.5 at -25.
        self.assertEqual(mean([one, two]), bytes([at[24] | at[-25] << 4]))

    def test_models_of_other_tables_are_refused(self):
        with self.assertRaises(SystemExit):
            mean([b"\0\0", b"\0"])


if __name__ == "__main__":
    unittest.main()
