#include "core/data/role_request.h"

#include <algorithm>
#include <iterator>
#include <type_traits>

namespace latentscape {

RoleRequest requestOf(const Dataset& dataset, const ColumnRoles& roles) {
    const auto nameOf = [&dataset](Index column) { return dataset.column(column).name; };
    const auto byName = [&nameOf](const auto& byColumn) {
        std::map<std::string, typename std::decay_t<decltype(byColumn)>::mapped_type> named;
        for (const auto& [column, value] : byColumn)
            named.emplace(nameOf(column), value);
        return named;
    };
    const auto isInput = [&roles](Index column) {
        return std::binary_search(roles.inputs.begin(), roles.inputs.end(), column);
    };
    RoleRequest request{.likelihoods = byName(roles.likelihoods),
                        .scales = byName(roles.scales),
                        .scale = roles.scale,
                        .clips = byName(roles.clips),
                        .clip = roles.clip};
    std::transform(roles.colours.begin(), roles.colours.end(), std::back_inserter(request.colours), nameOf);
    if (roles.label != guessLabel(dataset) || (roles.label && roles.setByHand.contains(*roles.label)))
        request.label = roles.label ? nameOf(*roles.label) : std::string();
    // An input by hand may be one that is left out by itself; only the whole list says so.
    if (std::any_of(roles.setByHand.begin(), roles.setByHand.end(), isInput))
        std::transform(roles.inputs.begin(), roles.inputs.end(), std::back_inserter(request.inputs), nameOf);
    for (const Index column : roles.setByHand) {
        const bool colours = std::binary_search(roles.colours.begin(), roles.colours.end(), column);
        if (!isInput(column) && roles.label != column && !colours)
            request.ignore.push_back(nameOf(column));
    }
    return request;
}

}  // namespace latentscape
