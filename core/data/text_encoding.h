#pragma once

#include <string>
#include <string_view>

namespace latentscape {

/// Whether the bytes are UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
bool isUtf8(std::string_view bytes);

/// The place of the first byte that is no UTF-8; npos if there is none.
std::size_t findNoUtf8(std::string_view bytes);

/// Whether `encoding` is a name of UTF-8.
bool isUtf8Name(std::string_view encoding);

/// Text in one of iconv's encodings as UTF-8; a byte-order mark is kept. A character that is cut off at the
/// end is left out if `mayEndEarly`. `file` is named in errors. Throws Error(UnknownEncoding, NotInEncoding).
std::string convertToUtf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                          bool mayEndEarly = false);

/// The text as UTF-8. What is no UTF-8 is taken as Windows-1252, as older spreadsheets write it; every byte
/// then has a meaning.
std::string toUtf8(std::string bytes);

}  // namespace latentscape
