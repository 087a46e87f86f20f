"""From a table to tensors with the peers: a CSV file by pandas and NumPy, and a table in memory batch by batch."""
import time


def pandas(settings, folder, threads):
    import numpy as np
    import pandas as library
    import torch

    def round_of():
        started = time.perf_counter()
        frame = library.read_csv(f"{folder}/rows.csv", dtype=np.float32)
        tensor = torch.from_numpy(frame.to_numpy(np.float32))
        return {"CSV rows/s": len(tensor) / (time.perf_counter() - started)}

    round_of()
    return f"pandas {library.__version__}", round_of


def numpy(settings, folder, threads):
    import numpy as library

    def round_of():
        started = time.perf_counter()
        rows = library.loadtxt(f"{folder}/rows.csv", library.float32, delimiter=",", skiprows=1)
        return {"CSV rows/s": len(rows) / (time.perf_counter() - started)}

    return f"NumPy {library.__version__}", round_of


def skorch(settings, folder, threads):
    """What skorch reads rows with: a data set and a loader that collates them one by one."""
    import numpy as np
    import skorch as library
    from skorch.dataset import Dataset
    from torch.utils.data import DataLoader
    x = np.fromfile(f"{folder}/train-features.f32", np.float32).reshape(-1, settings["Inputs"])[:100_000]
    y = np.zeros(len(x), np.int64)

    def round_of():
        started = time.perf_counter()
        for _ in DataLoader(Dataset(x, y), batch_size=settings["Batch"]):
            pass
        return {"view rows/s": len(x) / (time.perf_counter() - started)}

    return f"skorch {library.__version__}", round_of


def create(library, settings, folder, threads):
    return globals()[library](settings, folder, threads)
