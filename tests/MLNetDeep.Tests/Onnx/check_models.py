"""Runs ONNX's own checker, shape inference included, on every model in a folder."""
import pathlib
import sys

import onnx

failures = 0
models = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
for path in models:
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    except Exception as error:
        failures += 1
        print(f"{path.name}: {error}")
print(f"{len(models)} models, {failures} failures")
sys.exit(1 if failures else 0)
