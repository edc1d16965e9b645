"""scikit-learn with its defaults on the same tables: MLPClassifier and MLPRegressor, 5 shuffled folds, 3 seeds, as JSON."""

import csv
import json
import os
import sys
import warnings

for name in list(os.environ):
    if name.startswith("OPENBLAS_"):
        del os.environ[name]

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore", ConvergenceWarning)


def read(name):
    with open(f"{sys.argv[1]}/{name}.csv") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[:-1]] for row in rows]), np.array([row[-1] for row in rows])


def scores(model, inputs, targets):
    means = []
    for seed in range(3):
        folds = KFold(5, shuffle=True, random_state=seed)
        pipeline = make_pipeline(StandardScaler(), model(seed))
        means.append(cross_val_score(pipeline, inputs, targets, cv=folds).mean())
    return np.mean(means), np.std(means, ddof=1)


results = {}
tables = {name: read(name) for name in ["iris", "wine", "breast-cancer"]}
tables["digits"] = load_digits(return_X_y=True)
for name, (inputs, labels) in tables.items():
    mean, spread = scores(lambda seed: MLPClassifier(random_state=seed), inputs, labels)
    results[name] = f"{100 * mean:.1f} ± {100 * spread:.1f}"
inputs, targets = read("diabetes")
for iterations, note in [(200, "default"), (2000, "max_iter 2000")]:
    model = lambda seed: MLPRegressor(random_state=seed, max_iter=iterations)
    mean, _ = scores(model, inputs, targets.astype(float))
    results["diabetes"] = f"{results.get('diabetes', '')} {mean:.2f} ({note})".strip()
print(json.dumps(results))
