#include "core/storage/parse_json.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace latentscape {

nlohmann::json parseJson(std::string_view text) {
    using Json = nlohmann::json;
    return Json::parse(text, [](int depth, Json::parse_event_t event, const Json&) {
        const bool opens =
            event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        if (opens && depth >= kDeepestJson)
            throw std::invalid_argument("its JSON is nested too deeply");
        return true;
    });
}

void require(bool holds, std::string_view reason) {
    if (!holds)
        throw std::invalid_argument(std::string(reason));
}

std::int64_t countFrom(const nlohmann::json& value, std::int64_t largest) {
    require(value.is_number_integer() && value >= 0 && value <= largest, "a count is out of range");
    return value.get<std::int64_t>();
}

double finiteFrom(const nlohmann::json& value) {
    const auto number = value.get<double>();
    require(std::isfinite(number), "a number is not finite");
    return number;
}

}  // namespace latentscape
