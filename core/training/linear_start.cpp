#include "core/training/linear_start.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

#include "core/model/factor_count.h"
#include "core/model/latent.h"
#include "core/model/ppca.h"

namespace latentscape {
namespace {

/// Enough to know the directions of a table; more rows would only take longer.
constexpr Index kPcaRows = 20000;
constexpr Index kRegressionRows = 4096;
constexpr double kNoiseFloor = 1e-4;
constexpr int kScoringSteps = 8;
constexpr int kHalvings = 5;
constexpr double kConverged = 1e-5;
/// Pulls weights gently towards zero, so that columns that the scores tell exactly keep finite weights.
constexpr double kRidge = 1;
/// The map's two axes start at pPCA whatever the table says.
constexpr Index kFewestLinear = 2;
/// Beyond this many features, correlations and their inverse would take longer than all the rest.
constexpr Index kCountedFeatures = 2000;
/// With more latent dimensions, scoring takes the diagonal of the information: pPCA scores are uncorrelated.
constexpr Index kFullInformationLatent = 32;

/// The chosen training rows as the encoder and as the likelihoods see them, features × rows.
struct StartRows {
    Matrix inputs;
    Matrix x;
    Matrix mask;

    Batch firstRows(Index count) const {
        return {.x = x.leftCols(count), .mask = mask.leftCols(mask.size() == 0 ? 0 : count)};
    }
};

StartRows gatherRows(const TrainingData& data, const Vae& vae, const Random& random) {
    const RowList rows = subsampleRows(data.split.training, kPcaRows, random);
    const Index count = Index(rows.size());
    StartRows start{.inputs = {}, .x = Matrix(vae.features(), count), .mask = Matrix(0, 0)};
    if (data.table.hasMissing())
        start.mask.resize(vae.features(), count);
    data.table.gather(rows, start.x, start.mask);
    start.inputs = vae.encoderInput(start.firstRows(count));
    return start;
}

/// How many latent dimensions start at pPCA. One that tells of a single feature is worth no more than that
/// feature's own noise width, so that training would never let go of it.
Index linearDimensions(const StartRows& rows, const Vae& vae) {
    const bool ownWidths = std::all_of(vae.parts().begin(), vae.parts().end(), [](const Vae::Part& part) {
        const NoiseForm noise = part.likelihood->block().noise;
        return !part.likelihood->placesMean() || noise == NoiseForm::Feature || noise == NoiseForm::Row;
    });
    if (!ownWidths || vae.latent() <= kFewestLinear || rows.inputs.rows() > kCountedFeatures)
        return vae.latent();
    const RowList counted = allRows(std::min(kRegressionRows, rows.inputs.cols()));
    return std::max(
        kFewestLinear,
        countFactors(moments({.values = rows.inputs, .mask = rows.mask, .rows = counted}), vae.latent()));
}

/// A part of the model as a regression on the scores: its placing raw outputs are weights · scores + bias.
class ScoreRegression {
public:
    ScoreRegression(const Likelihood& likelihood, ConstMatrixRef x, ConstMatrixRef mask, const Matrix& scores,
                    const ConstVectorRef& bias, const ConstVectorRef& noise)
        : m_likelihood(likelihood),
          m_x(x),
          m_mask(mask),
          m_design(scores.rows() + 1, x.cols()),
          m_rawBias(bias),
          m_noise(noise),
          m_weights(Matrix::Zero(scores.rows() + 1, likelihood.features())) {
        m_design.topRows(scores.rows()) = scores.leftCols(x.cols());
        m_design.bottomRows(1).setOnes();
    }

    /// Fisher scoring from weights of zero. Whether it ended with finite weights that are better than these.
    bool fit() {
        const double marginal = loss(m_weights);
        double current = marginal;
        for (int step = 0; step < kScoringSteps; ++step) {
            const Matrix change = scoringStep();
            Matrix next;
            double nextLoss = current;
            double share = 1;
            for (int halving = 0; halving <= kHalvings; ++halving, share /= 2) {
                next = m_weights - Scalar(share) * change;
                nextLoss = loss(next);
                if (nextLoss < current)
                    break;
            }
            if (!(nextLoss < current))
                break;
            m_weights = next;
            const bool settled = current - nextLoss < kConverged * std::abs(current);
            current = nextLoss;
            if (settled)
                break;
        }
        return m_weights.allFinite() && current < marginal;
    }

    /// (latent + 1) × features; the last row adds to the bias.
    const Matrix& weights() const { return m_weights; }

private:
    Matrix rawOf(const Matrix& weights) const {
        Matrix raw = m_rawBias.replicate(1, m_x.cols());
        raw.topRows(m_likelihood.features()) += weights.transpose() * m_design;
        return raw;
    }

    double loss(const Matrix& weights) const {
        Matrix terms(m_likelihood.features(), m_x.cols());
        m_likelihood.negativeLogLikelihood(m_x, m_mask, rawOf(weights), m_noise, terms);
        const Index latent = weights.rows() - 1;
        return terms.cast<double>().sum() +
               0.5 * kRidge * weights.topRows(latent).cast<double>().squaredNorm();
    }

    Matrix scoringStep() const {
        const Index features = m_likelihood.features();
        const Index terms = m_design.rows();
        const Matrix raw = rawOf(m_weights);
        Matrix slope(raw.rows(), raw.cols());
        Vector noiseSlope = Vector::Zero(m_noise.size());
        m_likelihood.backward(m_x, m_mask, raw, m_noise, Vector::Ones(m_x.cols()), slope, noiseSlope);
        Matrix information(features, m_x.cols());
        m_likelihood.information(raw, m_noise, information);
        if (m_mask.size() != 0)
            information = (m_mask.array() > Scalar(0)).select(information, Scalar(0));
        Vector ridge = Vector::Constant(terms, Scalar(kRidge));
        ridge[terms - 1] = Scalar(1e-6);
        Matrix gradient = m_design * slope.topRows(features).transpose();
        gradient.topRows(terms - 1) += Scalar(kRidge) * m_weights.topRows(terms - 1);
        if (terms - 1 > kFullInformationLatent) {
            Matrix curvature = m_design.array().square().matrix() * information.transpose();
            curvature.colwise() += ridge;
            return gradient.cwiseQuotient(curvature);
        }
        Matrix change(terms, features);
        for (Index feature = 0; feature < features; ++feature) {
            const Matrix weighted = (m_design.array().rowwise() * information.row(feature).array()).matrix();
            Eigen::MatrixXd curvature = (weighted * m_design.transpose()).cast<double>();
            curvature.diagonal() += ridge.cast<double>();
            change.col(feature) = curvature.ldlt().solve(gradient.col(feature).cast<double>()).cast<Scalar>();
        }
        return change;
    }

    const Likelihood& m_likelihood;
    ConstMatrixRef m_x;
    ConstMatrixRef m_mask;
    Matrix m_design;
    Vector m_rawBias;
    Vector m_noise;
    Matrix m_weights;
};

/// What the posterior means leave of each feature's variance, and what the spread of the posterior adds.
Vector residualVariance(const StartRows& rows, const Ppca& ppca, const LinearPosterior& posterior,
                        const Matrix& scores) {
    const Matrix loadings = ppca.model.loadings.cast<Scalar>();
    const Vector mean = ppca.model.mean.cast<Scalar>();
    Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(loadings.rows());
    Eigen::ArrayXd count = Eigen::ArrayXd::Zero(loadings.rows());
    for (Index row = 0; row < rows.inputs.cols(); ++row) {
        Eigen::ArrayXd difference =
            (rows.inputs.col(row) - mean - loadings * scores.col(row)).cast<double>().array();
        if (rows.mask.size() != 0) {
            const Eigen::ArrayXd present = rows.mask.col(row).cast<double>().array();
            difference = (present > 0).select(difference, 0.0);
            count += present;
        } else {
            count += 1;
        }
        squares += difference.square();
    }
    const Eigen::ArrayXd spread =
        (ppca.model.loadings.array().square().matrix() * posterior.variances).array();
    return (squares / count.max(1) + spread).matrix().cast<Scalar>();
}

}  // namespace

void startLinearly(const TrainingData& data, const Vae& vae, const Random& random, Vector& parameters) {
    const StartRows rows = gatherRows(data, vae, random);
    const RowList all = allRows(rows.inputs.cols());
    const Index linear = linearDimensions(rows, vae);
    const Ppca ppca =
        fitPpca(RowSelection{.values = rows.inputs, .mask = rows.mask, .rows = all}, linear, kNoiseFloor);
    const LinearPosterior post = posterior(ppca.model);
    const Matrix meanMap = post.meanMap.cast<Scalar>();
    const Vector centre = ppca.model.mean.cast<Scalar>();
    const Matrix scores = meanMap * (rows.inputs.colwise() - centre);

    const ParameterLayout& layout = vae.layout();
    const bool paths = vae.hasLinearPath();
    // Beyond the linear ones, the encoder's random weights stay.
    layout.matrix(parameters, vae.meanHead().weightBlock()).leftCols(linear).setZero();
    layout.matrix(parameters, vae.outputLayer().weightBlock()).setZero();
    ParameterLayout::MatrixView encoder =
        layout.matrix(parameters, paths ? vae.linearEncoder().weightBlock() : vae.meanHead().weightBlock());
    ParameterLayout::MatrixView decoder = layout.matrix(
        parameters, paths ? vae.linearDecoder().weightBlock() : vae.outputLayer().weightBlock());
    if (paths)
        encoder.setZero();
    encoder.leftCols(linear) = meanMap.transpose();
    decoder.setZero();
    layout.vector(parameters, vae.meanHead().biasBlock()).head(linear) = -meanMap * centre;
    layout.vector(parameters, vae.logvarHead().biasBlock()).head(linear) =
        post.variances.array().log().cast<Scalar>().max(kMinLogvar).min(kMaxLogvar).matrix();

    const FeatureStatistics left{.mean = centre, .variance = residualVariance(rows, ppca, post, scores)};
    ParameterLayout::VectorView bias = layout.vector(parameters, vae.outputLayer().biasBlock());
    const Batch batch = rows.firstRows(std::min(kRegressionRows, rows.inputs.cols()));
    for (const Vae::Part& part : vae.parts()) {
        const Likelihood& likelihood = *part.likelihood;
        const LikelihoodBlock& block = likelihood.block();
        auto ownBias = bias.segment(part.firstRaw, likelihood.rawOutputs());
        auto ownWeights = decoder.block(0, part.firstRaw, linear, block.features);
        ParameterLayout::VectorView noise = layout.vector(parameters, part.noiseBlock);
        if (likelihood.placesMean()) {
            likelihood.initialise(left, ownBias, noise);
            ownWeights =
                ppca.model.loadings.middleRows(block.firstFeature, block.features).transpose().cast<Scalar>();
            continue;
        }
        const Batch own = batch.of(block);
        ScoreRegression regression(likelihood, own.x, own.mask, scores, ownBias, noise);
        if (!regression.fit())
            continue;
        ownWeights = regression.weights().topRows(linear);
        ownBias.head(block.features) += regression.weights().bottomRows(1).transpose();
    }
}

}  // namespace latentscape
