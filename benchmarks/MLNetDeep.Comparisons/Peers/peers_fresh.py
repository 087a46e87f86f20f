"""What is measured in a new process: a fit of a growing table, and the way to the first prediction."""
import time

import peers_training


def growth(library, settings, folder, threads):
    import torch
    from torch import nn
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    rows, width, batch = settings["TrainRows"], settings["Inputs"], settings["Batch"]

    def round_of():
        x = torch.rand(rows, width)
        y = 4 * x[:, 0] ** 2 + torch.sin(6 * x[:, 1]) + 2 * x[:, 2] * x[:, 3] - x[:, 4]
        started = time.perf_counter()
        model = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        order = torch.randperm(rows)
        for first in range(0, rows, batch):
            chosen = order[first:first + batch]
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x[chosen])[:, 0], y[chosen])
            loss.backward()
            optimizer.step()
        return {"fit s": time.perf_counter() - started, "data MB": rows * (width + 1) * 4 / 1e6}

    return f"PyTorch {torch.__version__}", round_of


def pytorch_cold(settings):
    import torch
    x = torch.zeros(1, settings["Inputs"])
    with torch.no_grad():
        peers_training.network(settings)(x)
    return f"PyTorch {torch.__version__}"


def skorch_cold(settings):
    import numpy as np
    import skorch
    peers_training.skorch_estimator(settings).initialize().predict(np.zeros((1, settings["Inputs"]), np.float32))
    return f"skorch {skorch.__version__}"


def cold(library, settings, folder, threads):
    name = {"pytorch": pytorch_cold, "skorch": skorch_cold}[library](settings)
    return name, dict


def create(work):
    return {"growth": growth, "cold": cold}[work]
