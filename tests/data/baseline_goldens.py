#!/usr/bin/python3
"""Writes baseline_goldens.json: what scikit-learn's simple models, fitted on some rows, make of the others.

Every fifth row is judged, the others are fitted on. Columns are standardised by the latter (ddof = 0), or their
logarithms are, and rounded to float32, as the program holds them.
Made with NumPy 1.24, SciPy 1.10, scikit-learn 1.2 (Debian 12): python3 tests/data/baseline_goldens.py
"""

import csv
import json
import pathlib
import warnings

import numpy as np
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, norm
from sklearn.covariance import LedoitWolf
from sklearn.decomposition import PCA, FactorAnalysis

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent


def table(name, logarithm=False, every=None):
    """The encoded table, its floors of σ², and which rows are judged."""
    with open(HERE.parents[1] / "resources/datasets" / f"{name}.csv") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([[float(cell) for cell in row[:-1]] for row in rows])  # the label is the last column
    x = np.log(x) if logarithm else x
    if every:
        row, column = np.indices(x.shape)
        x[(7 * row + 3 * column) % every == 0] = np.nan
    judged = np.arange(len(x)) % 5 == 0
    training = x[~judged]
    deviation = np.nanstd(training, axis=0)
    steps = np.array([np.diff(np.unique(column[~np.isnan(column)])).min() for column in training.T])
    x = ((x - np.nanmean(training, axis=0)) / deviation).astype(np.float32).astype(float)
    return x, np.maximum(1e-4, (steps / deviation) ** 2 / 12), judged


def density(mean, covariance, x):
    """Mean over rows, of the cells that are there."""
    total = 0
    for row in x:
        there = ~np.isnan(row)
        total += multivariate_normal.logpdf(row[there], mean[there], covariance[np.ix_(there, there)])
    return total / len(x)


def floored_factor_analysis(covariance, latent, floors):
    """Jöreskog (1967): for given noise the best loadings are known, so only log Ψ is searched, here with bounds."""
    features = len(covariance)

    def parts(log_noise):
        root = np.exp(-log_noise / 2)
        values, vectors = np.linalg.eigh(root[:, None] * covariance * root)
        kept = np.maximum(values[-latent:], 1)
        return values, kept, vectors[:, -latent:] * np.sqrt(kept - 1)

    def negative(log_noise):
        values, kept, lengths = parts(log_noise)
        model = (lengths**2).sum(1) + 1
        value = features * np.log(2 * np.pi) + log_noise.sum() + np.log(kept).sum() + (values[-latent:] / kept).sum()
        slope = (model - np.diag(covariance) / np.exp(log_noise)) / 2
        return (value + values[:-latent].sum()) / 2, slope

    bounds = [(np.log(floor), None) for floor in floors]
    starts = [np.maximum(np.log(floors), np.log(start)) for start in (0.1, 0.3, 0.6)]
    fits = [minimize(negative, start, jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-9}) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    loadings = np.exp(best.x / 2)[:, None] * parts(best.x)[2]
    return loadings @ loadings.T + np.diag(np.exp(best.x))


def case(name, latent, logarithm=False, floored=False):
    """With `floored`, factor analysis would lead a column's noise to 0."""
    x, floors, judged = table(name, logarithm)
    training, others = x[~judged], x[judged]
    pca = PCA(latent, svd_solver="full").fit(training)
    # Maximum likelihood divides by N, scikit-learn by N − 1.
    pca.explained_variance_ *= (len(training) - 1) / len(training)
    pca.noise_variance_ *= (len(training) - 1) / len(training)
    assert pca.noise_variance_ > 1e-4
    if floored:
        covariance = floored_factor_analysis(np.cov(training.T, bias=True), latent, floors)
        factor_density = density(training.mean(0), covariance, others)
    else:
        factors = FactorAnalysis(latent, tol=1e-12, max_iter=50000, svd_method="lapack").fit(training)
        assert (factors.noise_variance_ > floors).all()
        factor_density = factors.score(others)
    # Scores of the posterior mean: those of PCA, drawn towards 0.
    drawn = 1 - pca.noise_variance_ / pca.explained_variance_
    reconstruction = pca.mean_ + (pca.transform(others) * drawn) @ pca.components_
    r2 = 1 - ((others - reconstruction) ** 2).sum(0) / ((others - others.mean(0)) ** 2).sum(0)
    return {"table": name, "latent": latent, "logarithm": logarithm,
            "independent": norm.logpdf(others, training.mean(0), training.std(0)).sum(1).mean(),
            "ppca": pca.score(others), "factorAnalysis": factor_density,
            "shrunkGaussian": LedoitWolf().fit(training).score(others), "r2": r2.tolist()}


def case_with_missing_cells(name, latent, every):
    """Covariances count a missing cell as standing at its column's mean."""
    x, floors, judged = table(name, every=every)
    training, others = x[~judged], x[judged]
    mean = np.nanmean(training, axis=0)
    centred = np.nan_to_num(training - mean)
    covariance = centred.T @ centred / len(training)
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = values[::-1], vectors[:, ::-1]
    noise = values[latent:].mean()
    axes = vectors[:, :latent]
    ppca = axes @ np.diag(values[:latent] - noise) @ axes.T + noise * np.eye(len(covariance))
    reconstruction = mean + np.nan_to_num(others - mean) @ axes @ np.diag(1 - noise / values[:latent]) @ axes.T
    r2 = 1 - np.nansum((others - reconstruction) ** 2, 0) / np.nansum((others - np.nanmean(others, 0)) ** 2, 0)
    return {"table": name, "latent": latent, "every": every,
            "independent": density(mean, np.diag(np.nanvar(training, axis=0)), others),
            "ppca": density(mean, ppca, others),
            "factorAnalysis": density(mean, floored_factor_analysis(covariance, latent, floors), others),
            "shrunkGaussian": density(mean, LedoitWolf(assume_centered=True).fit(centred).covariance_, others),
            "r2": r2.tolist()}


goldens = {
    "complete": [case("iris", 2, floored=True), case("wine", 3), case("wine", 2, logarithm=True),
                 case("breast_cancer", 5, floored=True)],
    "missing": [case_with_missing_cells("wine", 3, 11), case_with_missing_cells("breast_cancer", 5, 4)],
}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


with open(HERE / "baseline_goldens.json", "w") as file:
    blocks = [f'"{name}": [\n' + ",\n".join("  " + json.dumps(rounded(entry)) for entry in cases) + "\n]"
              for name, cases in goldens.items()]
    file.write("{\n" + ",\n".join(blocks) + "\n}\n")
