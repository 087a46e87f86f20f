"""Prediction with the peers: one row, many rows in the batch that is best for each, and loading a saved model."""
import os
import pickle
import time

import peers_training


def microseconds(action, seconds=0.15):
    """A call's time; the median of three runs, each long enough for the clock."""
    runs = []
    for _ in range(3):
        calls, started = 0, time.perf_counter()
        while time.perf_counter() - started < seconds / 3:
            for _ in range(4):
                action()
            calls += 4
        runs.append((time.perf_counter() - started) / calls * 1e6)
    return sorted(runs)[1]


def seconds_of(action):
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def pytorch(settings, folder, threads, script=False):
    import torch
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    x = torch.from_numpy(peers_training.table(settings, folder, "test")[0])
    model = peers_training.network(settings).eval()
    if script:
        model = torch.jit.optimize_for_inference(torch.jit.trace(model, x[:1]))
    path = os.path.join(folder, f"model-{os.getpid()}.pt")
    torch.jit.save(model, path) if script else torch.save(model, path)
    load = torch.jit.load if script else torch.load

    def batches(size):
        for first in range(0, len(x), size):
            model(x[first:first + size]).argmax(1)

    def round_of():
        with torch.inference_mode():
            one = x[:1].clone()
            seconds = {size: seconds_of(lambda: batches(size)) for size in (256, 1024, 4096, 16384, len(x))}
            best = min(seconds, key=seconds.get)
            torch.set_num_threads(1)  # a second thread only slows one row down
            row = microseconds(lambda: model(one))
            torch.set_num_threads(threads)
        return {"row us": row, "rows/s": len(x) / seconds[best], "best batch": best, "load ms": microseconds(lambda: load(path)) / 1000}

    round_of()
    return f"PyTorch {torch.__version__}{' TorchScript' if script else ''}", round_of


def torchscript(settings, folder, threads):
    return pytorch(settings, folder, threads, script=True)


def estimator_prediction(name, estimator, settings, folder):
    x, y = peers_training.table(settings, folder, "train")
    test = peers_training.table(settings, folder, "test")[0]
    estimator.fit(x, y)
    saved = pickle.dumps(estimator)

    def round_of():
        one = test[:1].copy()
        return {
            "row us": microseconds(lambda: estimator.predict(one)),
            "rows/s": len(test) / seconds_of(lambda: estimator.predict(test)),
            "load ms": microseconds(lambda: pickle.loads(saved)) / 1000,
        }

    round_of()
    return name, round_of


def skorch(settings, folder, threads):
    import skorch as library
    import torch
    torch.set_num_threads(threads)
    return estimator_prediction(f"skorch {library.__version__}", peers_training.skorch_estimator(settings), settings, folder)


def sklearn(settings, folder, threads):
    import sklearn as library
    return estimator_prediction(f"scikit-learn {library.__version__}", peers_training.sklearn_estimator(settings), settings, folder)


def xgboost(settings, folder, threads):
    import xgboost as library
    return estimator_prediction(
        f"XGBoost {library.__version__}", library.XGBClassifier(n_jobs=threads, tree_method="hist", verbosity=0), settings, folder)


def create(library, settings, folder, threads):
    return globals()[library](settings, folder, threads)
