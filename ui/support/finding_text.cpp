#include "ui/support/finding_text.h"

#include <QCoreApplication>

namespace latentscape::ui {

FindingWords findingWords(const Finding& finding) {
    const auto translated = [&](const std::string& text) {
        const QString words = QCoreApplication::translate("Finding", text.c_str());
        return QString::fromStdString(fillPlaceholders(words.toStdString(), finding.facts));
    };
    const FindingText text = findingTemplate(finding.kind);
    return {.what = translated(text.what),
            .evidence = translated(text.evidence),
            .advice = translated(text.advice)};
}

}  // namespace latentscape::ui
