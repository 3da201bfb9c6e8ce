#pragma once

#include <QString>

namespace latentscape::ui {

/// What keys and mouse do, as rich text.
QString keysText();

/// Version and licence, as rich text.
QString aboutText();

}  // namespace latentscape::ui
