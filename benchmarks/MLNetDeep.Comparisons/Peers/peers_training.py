"""Training as the peers' users write it: a plain loop in PyTorch, the estimators of skorch, scikit-learn and XGBoost."""
import time

import numpy as np


def table(settings, folder, part):
    features = np.fromfile(f"{folder}/{part}-features.f32", np.float32).reshape(-1, settings["Inputs"])
    return features, np.fromfile(f"{folder}/{part}-labels.f32", np.float32).astype(np.int64)


def idx(folder, name):
    with open(f"{folder}/{name}", "rb") as file:
        data = file.read()
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def images(folder):
    train = idx(folder, "train-images").astype(np.float32)
    mean, deviation = train.mean(), train.std()
    return (((train - mean) / deviation)[:, None], idx(folder, "train-labels").astype(np.int64),
            ((idx(folder, "test-images").astype(np.float32) - mean) / deviation)[:, None], idx(folder, "test-labels").astype(np.int64))


def data(settings, folder):
    if settings["Network"] == "lenet":
        return images(folder)
    (x, y), (test_x, test_y) = table(settings, folder, "train"), table(settings, folder, "test")
    if settings["Network"] == "lstm":
        x, test_x = (rows.reshape(len(rows), -1, settings["StepWidth"]) for rows in (x, test_x))
    return x, y, test_x, test_y


def network(settings):
    from torch import nn

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.cell = nn.LSTM(settings["StepWidth"], settings["Hidden"][0], batch_first=True)
            self.head = nn.Linear(settings["Hidden"][0], settings["Classes"])

        def forward(self, x):
            return self.head(self.cell(x)[0][:, -1])

    if settings["Network"] == "lstm":
        return Recurrent()
    if settings["Network"] == "lenet":
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    layers, width = [], settings["Inputs"]
    for hidden in settings["Hidden"]:
        layers += [nn.Linear(width, hidden), nn.ReLU()]
        width = hidden
    return nn.Sequential(*layers, nn.Linear(width, settings["Classes"]))


def pytorch(settings, folder, threads):
    import torch
    from torch import nn
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    x, y, test_x, test_y = (torch.from_numpy(part) for part in data(settings, folder))
    batch, epochs = settings["Batch"], settings["Epochs"]

    def fit():
        model = network(settings)
        optimizer = torch.optim.Adam(model.parameters(), lr=settings["LearningRate"])
        loss_function = nn.CrossEntropyLoss()
        ends = [time.perf_counter()]
        for _ in range(epochs):
            order = torch.randperm(len(x))
            total = 0.0
            for first in range(0, len(x), batch):
                rows = order[first:first + batch]
                optimizer.zero_grad()
                loss = loss_function(model(x[rows]), y[rows])
                loss.backward()
                optimizer.step()
                total += loss.item()
            ends.append(time.perf_counter())
        with torch.no_grad():
            right = sum((model(test_x[i:i + 1000]).argmax(1) == test_y[i:i + 1000]).sum().item() for i in range(0, len(test_x), 1000))
        # The first epoch pays for the allocator's first blocks, here as there.
        return {
            "loop rows/s": len(x) * (epochs - 1) / (ends[-1] - ends[1]),
            "fit rows/s": len(x) * epochs / (ends[-1] - ends[0]),
            "fit s": ends[-1] - ends[0],
            "accuracy": right / len(test_x),
        }

    fit()
    return f"PyTorch {torch.__version__}", fit


def skorch(settings, folder, threads):
    import skorch
    import torch
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    return f"skorch {skorch.__version__}", estimator_fit(lambda: skorch_estimator(settings), settings, folder)


def skorch_estimator(settings):
    import torch
    from skorch import NeuralNetClassifier
    return NeuralNetClassifier(
        network(settings), criterion=torch.nn.CrossEntropyLoss, optimizer=torch.optim.Adam, lr=settings["LearningRate"],
        max_epochs=settings["Epochs"], batch_size=settings["Batch"], iterator_train__shuffle=True, train_split=None, verbose=0)


def sklearn(settings, folder, threads):
    import sklearn as library
    return f"scikit-learn {library.__version__}", estimator_fit(lambda: sklearn_estimator(settings), settings, folder)


def sklearn_estimator(settings):
    import warnings
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    warnings.simplefilter("ignore", ConvergenceWarning)  # it is to stop after a number of epochs, as the others do
    return MLPClassifier(
        settings["Hidden"], batch_size=settings["Batch"], learning_rate_init=settings["LearningRate"], alpha=0, max_iter=settings["Epochs"],
        tol=0, n_iter_no_change=settings["Epochs"] + 1, random_state=1)


def xgboost(settings, folder, threads):
    import xgboost as library
    return f"XGBoost {library.__version__}", estimator_fit(
        lambda: library.XGBClassifier(n_jobs=threads, tree_method="hist", verbosity=0), settings, folder)


def estimator_fit(make, settings, folder):
    x, y, test_x, test_y = data(settings, folder)

    def fit():
        estimator = make()
        started = time.perf_counter()
        estimator.fit(x, y)
        seconds = time.perf_counter() - started
        return {
            "fit rows/s": len(x) * settings["Epochs"] / seconds,
            "fit s": seconds,
            "accuracy": float((estimator.predict(test_x) == test_y).mean()),
        }

    fit()
    return fit


def create(library, settings, folder, threads):
    return globals()[library](settings, folder, threads)
