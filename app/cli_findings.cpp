#include "app/cli_findings.h"

namespace latentscape::cli {

nlohmann::json findingsJson(const std::vector<Finding>& findings) {
    nlohmann::json list = nlohmann::json::array();
    for (const Finding& finding : findings) {
        const FindingText text = describe(finding);
        nlohmann::json changes = nlohmann::json::object();
        for (const HyperparameterChange& change : finding.changes)
            changes[change.key] = hyperparameterText(change.value);
        list.push_back({{"what", text.what},
                        {"evidence", text.evidence},
                        {"advice", text.advice},
                        {"changes", changes}});
    }
    return list;
}

std::string findingsText(const std::vector<Finding>& findings) {
    std::string all;
    for (const Finding& finding : findings) {
        const FindingText text = describe(finding);
        all += "• " + text.what + "\n  " + text.evidence + "\n  " + text.advice;
        for (const HyperparameterChange& change : finding.changes)
            all += " (--" + change.key + " " + hyperparameterText(change.value) + ")";
        all += "\n";
    }
    return all;
}

}  // namespace latentscape::cli
