#include "core/data/text_encoding.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <iconv.h>

#include "core/support/problem.h"

namespace latentscape {
namespace {

/// Windows-1252 from 0x80 to 0x9F (Unicode's CP1252.TXT); the five unassigned bytes stay control characters.
/// All other bytes are their own code points.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void appendUtf8(std::string& text, std::uint16_t codePoint) {
    if (codePoint < 0x80) {
        text += char(codePoint);
    } else if (codePoint < 0x800) {
        text += char(0xC0 | (codePoint >> 6));
        text += char(0x80 | (codePoint & 0x3F));
    } else {
        text += char(0xE0 | (codePoint >> 12));
        text += char(0x80 | ((codePoint >> 6) & 0x3F));
        text += char(0x80 | (codePoint & 0x3F));
    }
}

class Converter {
public:
    /// Throws Error(UnknownEncoding).
    explicit Converter(const std::string& encoding) : m_handle(iconv_open("UTF-8", encoding.c_str())) {
        if (m_handle == iconv_t(-1))
            throw Error(ProblemCode::UnknownEncoding, {{"encoding", encoding}});
    }
    ~Converter() { iconv_close(m_handle); }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    iconv_t handle() const { return m_handle; }

private:
    iconv_t m_handle;
};

/// Length of the character that starts with `lead`, and the range of its second byte; length 0 if none does.
struct Sequence {
    std::size_t length = 0;
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
};

/// Table 3-7 of the Unicode standard.
Sequence sequenceFor(std::uint8_t lead) {
    if (lead < 0x80)
        return {.length = 1};
    if (lead >= 0xC2 && lead <= 0xDF)
        return {.length = 2};
    if (lead >= 0xE0 && lead <= 0xEF)
        return {.length = 3,
                .low = std::uint8_t(lead == 0xE0 ? 0xA0 : 0x80),
                .high = std::uint8_t(lead == 0xED ? 0x9F : 0xBF)};
    if (lead >= 0xF0 && lead <= 0xF4)
        return {.length = 4,
                .low = std::uint8_t(lead == 0xF0 ? 0x90 : 0x80),
                .high = std::uint8_t(lead == 0xF4 ? 0x8F : 0xBF)};
    return {};
}

}  // namespace

bool isUtf8(std::string_view bytes) {
    return findNoUtf8(bytes) == std::string_view::npos;
}

std::size_t findNoUtf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        // Most text is ASCII, which is passed in words.
        std::uint64_t word = 0;
        if (bytes.size() - at >= sizeof word) {
            std::memcpy(&word, bytes.data() + at, sizeof word);
            if ((word & 0x8080808080808080U) == 0) {
                at += sizeof word;
                continue;
            }
        }
        const Sequence sequence = sequenceFor(std::uint8_t(bytes[at]));
        if (sequence.length == 0 || sequence.length > bytes.size() - at)
            return at;
        for (std::size_t i = 1; i < sequence.length; ++i) {
            const auto byte = std::uint8_t(bytes[at + i]);
            if (byte < (i == 1 ? sequence.low : 0x80) || byte > (i == 1 ? sequence.high : 0xBF))
                return at;
        }
        at += sequence.length;
    }
    return std::string_view::npos;
}

bool isUtf8Name(std::string_view encoding) {
    std::string name;
    for (const char character : encoding) {
        if (character != '-' && character != '_')
            name += char(character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character);
    }
    return name == "UTF8";
}

std::string convertToUtf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                          bool mayEndEarly) {
    const Converter converter(encoding);
    std::string text(bytes.size() + bytes.size() / 8 + 16, '\0');
    std::size_t size = 0;
    char* input = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    while (left > 0) {
        char* output = text.data() + size;
        std::size_t room = text.size() - size;
        const std::size_t result = iconv(converter.handle(), &input, &left, &output, &room);
        size = text.size() - room;
        if (result != std::size_t(-1))
            break;
        if (errno == E2BIG) {
            text.resize(text.size() + text.size() / 2);
            continue;
        }
        if (errno == EINVAL && mayEndEarly)
            break;
        throw Error(
            ProblemCode::NotInEncoding,
            {{"file", file}, {"encoding", encoding}, {"byte", std::to_string(bytes.size() - left + 1)}});
    }
    text.resize(size);
    return text;
}

std::string toUtf8(std::string bytes) {
    if (isUtf8(bytes))
        return bytes;
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char byte : bytes) {
        const auto value = std::uint8_t(byte);
        appendUtf8(text, value >= 0x80 && value < 0xA0 ? kWindows1252[value - 0x80] : value);
    }
    return text;
}

}  // namespace latentscape
