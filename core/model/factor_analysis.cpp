#include "core/model/factor_analysis.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "core/model/ppca.h"

namespace latentscape {
namespace {

/// What EM moves: the loadings W, features × latent, and log Ψ, one entry a feature.
struct State {
    Eigen::MatrixXd loadings;
    Eigen::ArrayXd logNoise;
};

/// EM for one covariance S.
class FactorEm {
public:
    FactorEm(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& noiseFloors)
        : m_covariance(covariance),
          m_smallestLogNoise(noiseFloors.cwiseMax(kSmallestNoiseVariance).array().log()) {}

    void keepAboveFloor(State& state) const { state.logNoise = state.logNoise.max(m_smallestLogNoise); }

    /// Puts log p per row of `state` into `logLikelihood` and returns the state after one step.
    ///
    /// With E = M⁻¹ Wᵀ Ψ⁻¹ the posterior mean map and M⁻¹ = (I + Wᵀ Ψ⁻¹ W)⁻¹ its covariance:
    /// C = M⁻¹ + E S Eᵀ is the mean second moment of z, W ← S Eᵀ C⁻¹, Ψ ← diag(S − W E S). The expanded
    /// parameter is the covariance of z, which is then C and not I: W ← W C^½ brings it back.
    State step(const State& state, double& logLikelihood) const {
        const Index latent = state.loadings.cols();
        const Eigen::VectorXd precision = (-state.logNoise).exp();
        const Eigen::MatrixXd weighted = precision.asDiagonal() * state.loadings;
        const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(latent, latent);
        const Eigen::LLT<Eigen::MatrixXd> factor(identity + state.loadings.transpose() * weighted);
        const Eigen::MatrixXd meanMap = factor.solve(weighted.transpose());
        const Eigen::MatrixXd cross = m_covariance * meanMap.transpose();

        logLikelihood = -0.5 * (double(state.logNoise.size()) * std::log(2 * std::numbers::pi) +
                                state.logNoise.sum() + 2 * factor.matrixLLT().diagonal().array().log().sum() +
                                m_covariance.diagonal().dot(precision) - weighted.cwiseProduct(cross).sum());

        const Eigen::LLT<Eigen::MatrixXd> secondMoment(factor.solve(identity) + meanMap * cross);
        State next;
        next.loadings = secondMoment.solve(cross.transpose()).transpose();
        const Eigen::ArrayXd residual =
            m_covariance.diagonal() - next.loadings.cwiseProduct(cross).rowwise().sum();
        next.logNoise = residual.max(kSmallestNoiseVariance).log();
        next.loadings *= Eigen::MatrixXd(secondMoment.matrixL());
        keepAboveFloor(next);
        return next;
    }

private:
    const Eigen::MatrixXd& m_covariance;
    Eigen::ArrayXd m_smallestLogNoise;
};

/// Where EM's steps lead if they go on shrinking as the last two did (SQUAREM with step length S3).
State extrapolated(const State& start, const State& once, const State& twice) {
    const Eigen::MatrixXd loadingStep = once.loadings - start.loadings;
    const Eigen::MatrixXd loadingBend = twice.loadings - once.loadings - loadingStep;
    const Eigen::ArrayXd noiseStep = once.logNoise - start.logNoise;
    const Eigen::ArrayXd noiseBend = twice.logNoise - once.logNoise - noiseStep;
    const double steps = loadingStep.squaredNorm() + noiseStep.square().sum();
    const double bends = loadingBend.squaredNorm() + noiseBend.square().sum();
    // At least the two steps that are there already; a straight line would lead on for ever.
    const double length = bends > 0 ? std::clamp(std::sqrt(steps / bends), 1.0, 1e4) : 1.0;
    return {.loadings = start.loadings + 2 * length * loadingStep + length * length * loadingBend,
            .logNoise = start.logNoise + 2 * length * noiseStep + length * length * noiseBend};
}

/// Turns W so that Wᵀ Ψ⁻¹ W is diagonal and descending; W Wᵀ stays as it is.
void rotateToPrincipalAxes(LinearGaussian& model) {
    const Eigen::MatrixXd square =
        model.loadings.transpose() * model.noiseVariance.cwiseInverse().asDiagonal() * model.loadings;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(square);
    model.loadings *= Eigen::MatrixXd(solver.eigenvectors().rowwise().reverse());
    fixSigns(model.loadings);
}

}  // namespace

FactorAnalysis fitFactorAnalysis(const DataMoments& moments, Index latent, const Eigen::VectorXd& noiseFloors,
                                 const FactorAnalysisOptions& options) {
    const FactorEm em(moments.covariance, noiseFloors);
    const Ppca start = fitPpca(moments, latent, 0);
    State state{.loadings = start.model.loadings, .logNoise = start.model.noiseVariance.array().log()};
    em.keepAboveFloor(state);

    FactorAnalysis result;
    double previous = 0;
    State once = em.step(state, previous);
    result.logLikelihood = previous;
    while (result.iterations < options.maxIterations && !result.converged) {
        double afterOne = 0;
        const State twice = em.step(once, afterOne);
        State jump = extrapolated(state, once, twice);
        em.keepAboveFloor(jump);
        double afterJump = 0;
        State beyond = em.step(jump, afterJump);
        result.iterations += 2;
        // EM never loses; a jump may, and is then taken back.
        if (std::isfinite(afterJump) && afterJump >= afterOne) {
            state = std::move(jump);
            once = std::move(beyond);
            result.logLikelihood = afterJump;
        } else {
            state = once;
            once = twice;
            result.logLikelihood = afterOne;
        }
        result.converged =
            result.logLikelihood - previous <= options.tolerance * std::max(1.0, std::abs(previous));
        previous = result.logLikelihood;
    }

    result.model = {
        .mean = moments.mean, .loadings = std::move(state.loadings), .noiseVariance = state.logNoise.exp()};
    rotateToPrincipalAxes(result.model);
    return result;
}

double meanLogLikelihood(const LinearGaussian& model, const DataMoments& moments) {
    double logLikelihood = 0;
    FactorEm(moments.covariance, Eigen::VectorXd::Zero(model.features()))
        .step({.loadings = model.loadings, .logNoise = model.noiseVariance.array().log()}, logLikelihood);
    return logLikelihood;
}

}  // namespace latentscape
