"""LeNet-5 on an IDX pair in plain PyTorch: one JSON object with the seconds, CPU seconds and test accuracy of each epoch.

images_peer.py FOLDER EPOCHS THREADS. Rows are float tensors in memory, batches are picked by an index tensor.
"""
import gzip
import json
import resource
import sys
import time

import numpy as np
import torch
from torch import nn

FOLDER, EPOCHS, THREADS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
BATCH = 128
torch.set_num_threads(THREADS)
torch.manual_seed(1)


def read(name):
    with gzip.open(f"{FOLDER}/{name}.gz") as file:
        data = file.read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def images(name, mean=None, deviation=None):
    x = torch.from_numpy(read(name).astype(np.float32))[:, None]
    mean, deviation = (x.mean(), x.std()) if mean is None else (mean, deviation)
    return x.sub_(mean).div_(deviation), mean, deviation


x, mean, deviation = images("train-images-idx3-ubyte")
y = torch.from_numpy(read("train-labels-idx1-ubyte").astype(np.int64))
test_x, _, _ = images("t10k-images-idx3-ubyte", mean, deviation)
test_y = torch.from_numpy(read("t10k-labels-idx1-ubyte").astype(np.int64))
model = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

epochs = []
wall = cpu = 0.0
for epoch in range(EPOCHS):
    model.train()
    start, cpu_start = time.perf_counter(), time.process_time()
    order = torch.randperm(len(x))
    for first in range(0, len(x), BATCH):
        rows = order[first:first + BATCH]
        optimizer.zero_grad()
        loss = loss_function(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    model.eval()
    with torch.no_grad():
        right = sum((model(test_x[i:i + 1000]).argmax(1) == test_y[i:i + 1000]).sum().item() for i in range(0, len(test_x), 1000))
    epochs.append({"Seconds": seconds, "CpuSeconds": cpu_seconds, "Accuracy": right / len(test_x)})

print(json.dumps({
    "Name": f"PyTorch {torch.__version__}",
    "Epochs": epochs,
    "PeakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
