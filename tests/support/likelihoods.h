#pragma once

#include <QTest>
#include <algorithm>
#include <limits>

#include "core/model/likelihood.h"

namespace latentscape::testing {

inline constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();
inline const Matrix kNoMask(0, 0);

inline Matrix oneRow(std::initializer_list<Scalar> values) {
    return Eigen::Map<const Matrix>(values.begin(), Index(values.size()), 1);
}

inline Vector list(std::initializer_list<Scalar> values) {
    return Eigen::Map<const Vector>(values.begin(), Index(values.size()));
}

inline LikelihoodBlock blockOf(const QString& name, NoiseForm form, Index features) {
    return {.likelihood = name.toStdString(),
            .features = features,
            .noiseFloor = std::vector<double>(std::size_t(features), 0.01),
            .noise = form,
            .counts = {}};
}

inline Matrix termsOf(const Likelihood& likelihood, const Matrix& x, const Matrix& mask, const Matrix& raw,
                      const Vector& noise) {
    Matrix terms = Matrix::Constant(x.rows(), x.cols(), kNan);
    likelihood.negativeLogLikelihood(x, mask, raw, noise, terms);
    return terms;
}

struct Slopes {
    Matrix raw;
    Vector noise;
};

inline Slopes slopesOf(const Likelihood& likelihood, const Matrix& x, const Matrix& mask, const Matrix& raw,
                       const Vector& noise, const Vector& rowScale) {
    Slopes slopes{Matrix::Constant(raw.rows(), raw.cols(), kNan), Vector::Zero(noise.size())};
    likelihood.backward(x, mask, raw, noise, rowScale, slopes.raw, slopes.noise);
    return slopes;
}

inline Slopes slopesOf(const Likelihood& likelihood, const Matrix& x, const Matrix& raw,
                       const Vector& noise) {
    return slopesOf(likelihood, x, kNoMask, raw, noise, Vector::Ones(x.cols()));
}

inline Matrix expectationOf(const Likelihood& likelihood, const Matrix& raw) {
    Matrix mean(likelihood.features(), raw.cols());
    likelihood.expectation(raw, mean);
    return mean;
}

inline Matrix informationOf(const Likelihood& likelihood, const Matrix& raw, const Vector& noise) {
    Matrix information(likelihood.features(), raw.cols());
    likelihood.information(raw, noise, information);
    return information;
}

inline Matrix normals(Index height, Index rows, std::uint32_t key) {
    Matrix matrix(height, rows);
    for (Index row = 0; row < rows; ++row)
        Random(7).fillNormal(RandomStream::TrainingNoise, key, std::uint32_t(row), matrix.col(row));
    return matrix;
}

/// A decoder's output, noise and rows that they gave rise to.
struct Example {
    Matrix x;
    Matrix raw;
    Vector noise;
};

inline Example exampleOf(const Likelihood& likelihood, Index rows) {
    Example example{.x = Matrix(likelihood.features(), rows),
                    .raw = normals(likelihood.rawOutputs(), rows, 1),
                    .noise = normals(std::max<Index>(1, likelihood.noiseParameters()), 1, 2)
                                 .col(0)
                                 .head(likelihood.noiseParameters())};
    for (Index row = 0; row < rows; ++row) {
        RandomSequence random(Random(7), RandomStream::Sampling, 0, std::uint32_t(row));
        likelihood.sample(example.raw.col(row), example.noise, random, example.x.col(row));
    }
    return example;
}

/// Every likelihood with every form of noise; `without` names one to leave out.
inline void addKinds(std::string_view without = {}) {
    QTest::addColumn<QString>("name");
    QTest::addColumn<NoiseForm>("form");
    for (const std::string_view name : likelihoodNames()) {
        if (name == without)
            continue;
        for (std::size_t form = 0; form < kNoiseFormNames.size(); ++form)
            QTest::addRow("%s, noise %s", name.data(), kNoiseFormNames[form].data())
                << QString::fromLatin1(name.data()) << NoiseForm(form);
    }
}

}  // namespace latentscape::testing
