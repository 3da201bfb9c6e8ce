#pragma once

#include "core/model/likelihood.h"
#include "core/model/strip.h"

namespace latentscape {

/// The shape of a density around its location m with width σ, in terms of u = ((x − m) / σ)²; one strip of
/// features at a time.
struct GaussianShape {
    /// −log p − log σ = ½ [log 2π + u].
    static Strip term(const Strip& u);
    /// w(u), with ∂(−log p)/∂m = −w (x − m)/σ² and ∂(−log p)/∂log σ = 1 − w u.
    static Strip weight(const Strip& u);
    /// E[∂²(−log p)/∂m²] · σ².
    static constexpr double kInformation = 1;
    /// σ of a marginal whose variance is 1.
    static constexpr double kUnitWidth = 1;
    static double draw(RandomSequence& random);
    /// The x that the share `share` lies below, for m = 0 and σ = 1.
    static double quantile(double share);
};

/// Student's t with ν = 4 degrees of freedom: heavy tails, so that single wild cells do not rule the fit.
struct StudentTShape {
    static constexpr double kFreedom = 4;
    /// −log p − log σ = ½ (ν + 1) log(1 + u/ν) + ½ log(νπ) + log Γ(ν/2) − log Γ((ν + 1)/2).
    static Strip term(const Strip& u);
    /// (ν + 1) / (ν + u)
    static Strip weight(const Strip& u);
    static constexpr double kInformation = (kFreedom + 1) / (kFreedom + 3);
    /// √((ν − 2)/ν): the variance is σ² ν/(ν − 2).
    static constexpr double kUnitWidth = 0.70710678118654752;
    static double draw(RandomSequence& random);
    /// In closed form for ν = 4 (Shaw 2006, "Sampling Student's T distribution").
    static double quantile(double share);
};

/// Numbers x = m + σ · noise: m is the first features() raw outputs; σ has one of the NoiseForms. A learned
/// log σ² that is no function of the row is kept between the feature's noise floor and 5; with
/// NoiseForm::Row, σ = softplus(a) + floor with a the other features() raw outputs.
template <class Shape>
class LocationScaleLikelihood final : public Likelihood {
public:
    explicit LocationScaleLikelihood(LikelihoodBlock block);

    Index rawOutputs() const override;
    Index noiseParameters() const override;
    bool placesMean() const override { return true; }
    void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const override;
    void negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                               const ConstVectorRef& noise, MatrixRef terms) const override;
    void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                  const ConstVectorRef& noise, const ConstVectorRef& rowScale, MatrixRef rawGradient,
                  VectorRef noiseGradient) const override;
    void information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                     MatrixRef information) const override;
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const override;
    void noiseWidths(const ConstVectorRef& raw, const ConstVectorRef& noise, VectorRef widths) const override;
    void expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                          VectorRef meanSlope) const override;
    void quantile(const ConstVectorRef& raw, const ConstVectorRef& noise, double share,
                  VectorRef x) const override;
    void sample(const ConstVectorRef& raw, const ConstVectorRef& noise, RandomSequence& random,
                VectorRef x) const override;

private:
    bool perRow() const { return block().noise == NoiseForm::Row; }
    /// Smallest σ of a feature, and the log σ² of that.
    double floorOf(Index feature) const { return m_floors[std::size_t(feature)]; }
    Scalar lowest(Index feature) const { return m_lowest[std::size_t(feature)]; }
    /// σ of the strip of features that begins at `first`, for one row (any row unless perRow()).
    Strip widths(const ConstMatrixRef& raw, const ConstVectorRef& noise, Index row, Index first) const;
    void addNoiseGradient(const ConstVectorRef& noise, Index first, const Strip& slope,
                          VectorRef noiseGradient) const;

    /// One a feature; all alike where they share a width.
    std::vector<double> m_floors;
    std::vector<Scalar> m_lowest;
};

using GaussianLikelihood = LocationScaleLikelihood<GaussianShape>;
using StudentTLikelihood = LocationScaleLikelihood<StudentTShape>;

}  // namespace latentscape
