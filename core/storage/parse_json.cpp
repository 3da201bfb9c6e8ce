#include "core/storage/parse_json.h"

#include <stdexcept>

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

}  // namespace latentscape
