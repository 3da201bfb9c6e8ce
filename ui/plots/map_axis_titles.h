#pragma once

#include <QString>
#include <utility>

#include "ui/plots/map_content.h"

namespace latentscape::ui {

/// What lies along the horizontal and the vertical axis: "latent 1", or of axes that are turned, what they
/// are made of: "0.80 latent 1 + 0.60 latent 2".
std::pair<QString, QString> mapAxisTitles(const MapContent& content);

}  // namespace latentscape::ui
