#!/usr/bin/python3
"""Writes linear_goldens.json: what scikit-learn and SciPy find on the bundled tables.

Tables are standardised (ddof = 0; digits divided by 16) and rounded to float32, as the program holds them.
Made with NumPy 1.24, SciPy 1.10, scikit-learn 1.2 (Debian 12): python3 tests/data/linear_goldens.py
"""

import csv
import json
import pathlib
import warnings

import numpy as np
from scipy.optimize import minimize
from scipy.stats import multivariate_normal
from sklearn.covariance import LedoitWolf
from sklearn.decomposition import PCA, FactorAnalysis
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent


def table(name):
    with open(HERE.parents[1] / "resources/datasets" / f"{name}.csv") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([[float(cell) for cell in row[:-1]] for row in rows])  # the label is the last column
    x = x / 16 if name == "digits" else (x - x.mean(0)) / x.std(0)
    return x.astype(np.float32).astype(float)


def ppca(covariance, latent):
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = values[::-1], vectors[:, ::-1]
    noise = values[latent:].mean()
    loadings = vectors[:, :latent] * np.sqrt(values[:latent] - noise)
    return loadings @ loadings.T + noise * np.eye(len(covariance))


def hidden(x, every):
    rows, features = np.indices(x.shape)
    return np.where((7 * rows + 3 * features) % every == 0, np.nan, x)


def with_missing_cells(name, latent, every):
    x = hidden(table(name), every)
    mean = np.nanmean(x, axis=0)
    centred = np.nan_to_num(x - mean)
    covariance = centred.T @ centred / len(x)
    model = ppca(covariance, latent)

    def density(matrix, center):
        total = 0
        for row in x:
            there = ~np.isnan(row)
            total += multivariate_normal.logpdf(row[there], center[there], matrix[np.ix_(there, there)])
        return total / len(x)

    fitted = LedoitWolf(assume_centered=True).fit(centred)
    return {"table": name, "latent": latent, "every": every, "mean": mean.tolist(),
            "covarianceDiagonal": np.diag(covariance).tolist(), "covarianceSum": covariance.sum(),
            "ppca": density(model, mean), "shrunkGaussian": density(fitted.covariance_, mean)}


def principal_components(name, latent):
    x = table(name)
    fitted = PCA(latent, svd_solver="full").fit(x)
    values = fitted.explained_variance_ * (len(x) - 1) / len(x)
    # Variance of each row's score along each axis: free of signs.
    scores = fitted.transform(x[:3])
    return {"table": name, "latent": latent, "eigenvalues": values.tolist(), "absoluteScores": np.abs(scores).tolist()}


def factor_analysis(name, latent):
    x = table(name)
    fitted = FactorAnalysis(latent, tol=1e-13, max_iter=200000, svd_method="lapack").fit(x)
    return {"table": name, "latent": latent, "logLikelihood": fitted.score(x),
            "noiseVariance": fitted.noise_variance_.tolist()}


def floored_factor_analysis(name, latent, floor):
    """Jöreskog (1967): for given noise the best loadings are known, so only log Ψ is searched, here with a bound."""
    x = table(name)
    covariance = np.cov(x.T, bias=True)
    features = len(covariance)

    def negative(log_noise):
        root = np.exp(-log_noise / 2)
        values, vectors = np.linalg.eigh(root[:, None] * covariance * root)
        kept = np.maximum(values[-latent:], 1)
        lengths = vectors[:, -latent:] * np.sqrt(kept - 1)
        # With Σ = Ψ^½ (L Lᵀ + I) Ψ^½ and W at its best: ∂/∂ log ψ_j = ½ (Σ_jj − S_jj) / ψ_j.
        noise = np.exp(log_noise)
        model = (lengths**2).sum(1) + 1
        value = features * np.log(2 * np.pi) + log_noise.sum() + np.log(kept).sum() + (values[-latent:] / kept).sum()
        return (value + values[:-latent].sum()) / 2, (model - np.diag(covariance) / noise) / 2

    starts = [np.full(features, np.log(start)) for start in (0.1, 0.3, 0.6)]
    fits = [minimize(negative, start, jac=True, method="L-BFGS-B", bounds=[(np.log(floor), None)] * features,
                     options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-9}) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    return {"table": name, "latent": latent, "floor": floor, "logLikelihood": -best.fun,
            "noiseVariance": np.exp(best.x).tolist()}


def shrunk(name, step, limit=None):
    x = table(name)
    training = x[::step][:limit]
    judged = x[1::step]
    fitted = LedoitWolf().fit(training)
    return {"table": name, "step": step, "rows": len(training), "shrinkage": fitted.shrinkage_,
            "logDensity": fitted.score(judged)}


class PlannedStart(GaussianMixture):
    """EM from row i belonging to component i mod n."""

    def _initialize_parameters(self, x, random_state):
        responsibilities = np.zeros((len(x), self.n_components))
        responsibilities[np.arange(len(x)), np.arange(len(x)) % self.n_components] = 1
        self._initialize(x, responsibilities)


def mixture(name, features, components, iterations):
    x = table(name)[:, :features]
    fitted = PlannedStart(components, tol=0, max_iter=iterations, reg_covar=1e-6).fit(x)
    return {"table": name, "features": features, "components": components, "iterations": iterations,
            "logDensity": fitted.score(x), "bic": fitted.bic(x), "weights": fitted.weights_.tolist(),
            "means": fitted.means_.tolist(), "firstRows": fitted.score_samples(x[:3]).tolist()}


goldens = {
    "principalComponents": [principal_components("iris", 2), principal_components("breast_cancer", 5),
                            principal_components("digits", 10)],
    "missing": [with_missing_cells("wine", 3, 11), with_missing_cells("breast_cancer", 5, 4)],
    "factorAnalysis": [factor_analysis("wine", 2), factor_analysis("wine", 3)],
    "flooredFactorAnalysis": [floored_factor_analysis("wine", 2, 1e-6), floored_factor_analysis("iris", 1, 0.01),
                              floored_factor_analysis("breast_cancer", 5, 0.01),
                              floored_factor_analysis("digits", 10, 0.001)],
    "shrunkGaussian": [shrunk("iris", 2), shrunk("wine", 2), shrunk("breast_cancer", 2), shrunk("digits", 2),
                       shrunk("breast_cancer", 2, 20)],
    "gaussianMixture": [mixture("iris", 4, 1, 5), mixture("iris", 4, 3, 100), mixture("wine", 2, 2, 50),
                        mixture("wine", 13, 2, 30), mixture("breast_cancer", 5, 4, 60)],
}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


with open(HERE / "linear_goldens.json", "w") as file:
    blocks = [f'"{name}": [\n' + ",\n".join("  " + json.dumps(rounded(case)) for case in cases) + "\n]"
              for name, cases in goldens.items()]
    file.write("{\n" + ",\n".join(blocks) + "\n}\n")
