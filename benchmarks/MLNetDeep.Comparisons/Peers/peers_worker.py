#!/usr/bin/env python3
"""A worker of `bench peers`: does the same work again for each line on standard input and prints what it took as a line of JSON.

peers_worker.py WORK LIBRARY FOLDER THREADS. The first line it prints says which library answers; importing it, reading the data and
warming up are over by then; not so with growth and cold, whose workers live for one round.
"""
import json
import os
import resource
import sys

work, library, folder, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)  # before NumPy and libtorch start their pools
if library == "xgboost":
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # its threads spin at barriers; where another process runs it would take minutes

import peers_fresh  # noqa: E402
import peers_prediction  # noqa: E402
import peers_tables  # noqa: E402
import peers_training  # noqa: E402

with open(os.path.join(folder, "settings.json"), encoding="utf-8") as file:
    settings = json.load(file)
makers = {"training": peers_training.create, "prediction": peers_prediction.create, "tables": peers_tables.create}
name, round_of = (makers.get(work) or peers_fresh.create(work))(library, settings, folder, threads)
print(json.dumps({"Name": name}), flush=True)
for _ in sys.stdin:
    values = round_of()
    values["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(values), flush=True)
