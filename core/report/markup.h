#pragma once

#include <string>
#include <string_view>

#include "core/support/matrix.h"

namespace latentscape {

// Pieces of a report's text: HTML that is well-formed XML too.

/// `text` as it stands between tags or in quotes: characters of the markup are escaped, what is no UTF-8 and
/// what XML does not allow becomes U+FFFD.
std::string escaped(std::string_view text);

/// At most `digits` significant ones, without an exponent where that is readable; “–” if it is no finite
/// number.
std::string readableNumber(double value, int digits = 4);
/// With so many decimals; “–” if it is no finite number.
std::string fixedNumber(double value, int decimals);
/// 1,797
std::string countText(Index count);
/// `12 %`
std::string percentText(double share);
/// A coordinate of a drawing: one decimal, a point whatever the locale.
std::string coordinate(double value);

/// `<name attributes>content</name>`; content is markup already. Attributes begin with a blank or are empty.
std::string element(std::string_view name, std::string_view attributes, std::string_view content);
/// The same with a class and text that is still to be escaped.
std::string textElement(std::string_view name, std::string_view className, std::string_view text);

}  // namespace latentscape
