#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

namespace latentscape::testing {

/// Reference numbers from tests/data, where the script that made them lies beside them.
inline nlohmann::json readGoldens(const std::string& name) {
    std::ifstream file(std::string(LATENTSCAPE_SOURCE_DIR) + "/tests/data/" + name + ".json");
    if (!file)
        throw std::runtime_error("no goldens " + name);
    return nlohmann::json::parse(file);
}

inline Eigen::VectorXd vectorFrom(const nlohmann::json& array) {
    Eigen::VectorXd values(Eigen::Index(array.size()));
    for (Eigen::Index i = 0; i < values.size(); ++i)
        values[i] = array[std::size_t(i)].get<double>();
    return values;
}

}  // namespace latentscape::testing
