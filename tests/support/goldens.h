#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/support/matrix.h"

namespace latentscape::testing {

/// Numbers that another program computed: a file of tests/data, where the script that made it lies beside it.
inline nlohmann::json readGoldens(const std::string& file) {
    std::ifstream stream(LATENTSCAPE_SOURCE_DIR "/tests/data/" + file);
    if (!stream)
        throw std::runtime_error("no goldens " + file);
    return nlohmann::json::parse(stream);
}

inline Eigen::VectorXd doublesFrom(const nlohmann::json& list) {
    const std::vector<double> values = list.get<std::vector<double>>();
    return Eigen::Map<const Eigen::VectorXd>(values.data(), Index(values.size()));
}

/// A list of numbers, row of the table by row, as height × rows.
inline Matrix matrixFrom(const nlohmann::json& list, Index height) {
    const std::vector<Scalar> values = list.get<std::vector<Scalar>>();
    return Eigen::Map<const Matrix>(values.data(), height, Index(values.size()) / height);
}

inline Vector vectorFrom(const nlohmann::json& list) {
    const std::vector<Scalar> values = list.get<std::vector<Scalar>>();
    return Eigen::Map<const Vector>(values.data(), Index(values.size()));
}

/// Largest |value − reference| / max(1, |reference|).
inline double worstError(const ConstMatrixRef& values, const ConstMatrixRef& reference) {
    return values.size() == 0
               ? 0
               : double(((values - reference).array().abs() / reference.array().abs().max(Scalar(1)))
                            .maxCoeff<Eigen::PropagateNaN>());
}

}  // namespace latentscape::testing
