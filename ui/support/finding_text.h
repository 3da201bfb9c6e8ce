#pragma once

#include <QString>

#include "core/analysis/diagnosis.h"

namespace latentscape::ui {

/// The words of a finding in the person's language, its facts filled in.
struct FindingWords {
    QString what;
    QString evidence;
    QString advice;
};

FindingWords findingWords(const Finding& finding);

}  // namespace latentscape::ui
