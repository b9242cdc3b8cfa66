"""Says POSITIVE of a text with `better` in it. For a Triton of `nvidia-pytriton`, whose stub ignores PYTHONPATH."""
import os
import sys
sys.path[:0] = os.environ.get("TRITON_PYTHONPATH", "").split(os.pathsep)
import numpy as np
import triton_python_backend_utils as pb
class TritonPythonModel:
    def execute(self, requests):
        out = []
        for r in requests:
            t = pb.get_input_tensor_by_name(r, "text").as_numpy().reshape(-1)
            s = np.array([[0.25, 0.75] if b"better" in x else [0.75, 0.25] for x in t], dtype=np.float32)
            out.append(pb.InferenceResponse([pb.Tensor("scores", s)]))
        return out
