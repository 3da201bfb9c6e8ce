#pragma once

#include <string>
#include <string_view>

namespace latentscape {

/// Whether the bytes are UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
bool isUtf8(std::string_view bytes);

/// The text as UTF-8. What is no UTF-8 is taken as Windows-1252, as older spreadsheets write it; every byte
/// then has a meaning.
std::string toUtf8(std::string bytes);

}  // namespace latentscape
