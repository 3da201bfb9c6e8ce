#include "core/data/csv/text_source.h"

#include <algorithm>
#include <array>

#include "core/data/csv/gzip_text.h"
#include "core/data/text_encoding.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// So many bytes from the start show the encoding.
constexpr std::uint64_t kHead = 4096;

struct Mark {
    std::string_view bytes;
    const char* encoding;
};

// The marks of UTF-32 first: one begins like UTF-16's.
constexpr std::array<Mark, 4> kMarks{{{{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                      {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                      {{"\xFF\xFE", 2}, "UTF-16LE"},
                                      {{"\xFE\xFF", 2}, "UTF-16BE"}}};

/// UTF-16 without a mark, by the zero bytes that its Latin letters, digits and delimiters have; null if it is
/// none.
const char* utf16Without(std::string_view head) {
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < head.size(); ++i)
        zeros[i % 2] += head[i] == '\0' ? 1 : 0;
    const std::size_t half = head.size() / 2;
    // Half of the characters at least are of these, and no character is a zero.
    if (half < 2 || std::min(zeros[0], zeros[1]) > 0 || 2 * std::max(zeros[0], zeros[1]) < half)
        return nullptr;
    return zeros[1] > 0 ? "UTF-16LE" : "UTF-16BE";
}

}  // namespace

TextSource TextSource::ofFile(const std::string& path, const TextSourceOptions& options) {
    TextSource source;
    source.m_path = path;
    source.m_file = std::make_shared<const FileBytes>(path);
    source.m_size = source.m_file->size();
    source.understand(options);
    return source;
}

TextSource TextSource::ofBytes(std::string bytes, const std::string& path, const TextSourceOptions& options) {
    TextSource source;
    source.m_path = path;
    source.m_text = std::make_shared<const std::string>(std::move(bytes));
    source.m_size = source.m_text->size();
    source.understand(options);
    return source;
}

std::string_view TextSource::read(std::uint64_t begin, std::uint64_t end, std::string& buffer) const {
    if (m_text)
        return std::string_view(*m_text).substr(m_start + begin, end - begin);
    buffer.resize(end - begin);
    m_file->read(m_start + begin, buffer);
    return buffer;
}

void TextSource::understand(const TextSourceOptions& options) {
    m_availableMemory = options.availableMemory;
    m_encodingTold = options.encoding.has_value();
    std::string buffer;
    if (isGzipped(read(0, std::min(m_size, kHead), buffer))) {
        const std::string packed = wholeBytes(m_availableMemory);
        m_text = std::make_shared<const std::string>(
            gunzip(packed, m_path, options.limit.value_or(m_availableMemory), m_cut));
        if (m_cut && !options.limit)
            throw Error(ProblemCode::OutOfMemory, {{"what", "the unpacked text of " + m_path}});
        m_file.reset();
        m_size = m_text->size();
        m_gzip = true;
    }
    const std::string_view head = read(0, std::min(m_size, kHead), buffer);
    if (options.encoding && !isUtf8Name(*options.encoding)) {
        convert(*options.encoding, options);
        return;
    }
    if (head.starts_with(kByteOrderMark)) {
        m_byteOrderMark = true;
        m_start = kByteOrderMark.size();
        m_size -= m_start;
        return;
    }
    if (options.encoding)
        return;
    for (const Mark& mark : kMarks) {
        if (head.starts_with(mark.bytes)) {
            convert(mark.encoding, options);
            return;
        }
    }
    if (const char* encoding = utf16Without(head))
        convert(encoding, options);
}

void TextSource::convert(const std::string& encoding, const TextSourceOptions& options) {
    const std::uint64_t most = options.limit.value_or(m_size);
    const bool cutHere = m_size > most;
    std::string bytes = wholeBytes(m_availableMemory / 2).substr(0, most);
    m_cut = m_cut || cutHere;
    std::string text = convertToUtf8(bytes, encoding, m_path, m_cut);
    m_encoding = encoding;
    m_byteOrderMark = text.starts_with(kByteOrderMark);
    m_start = m_byteOrderMark ? kByteOrderMark.size() : 0;
    m_size = text.size() - m_start;
    m_text = std::make_shared<const std::string>(std::move(text));
    m_file.reset();
}

void TextSource::takeAsWindows1252(std::uint64_t badByte) {
    if (m_encodingTold || m_byteOrderMark)
        throw Error(
            ProblemCode::NotInEncoding,
            {{"file", m_path}, {"encoding", m_encoding}, {"byte", std::to_string(m_start + badByte + 1)}});
    m_text = std::make_shared<const std::string>(toUtf8(wholeBytes(m_availableMemory / 2)));
    m_file.reset();
    m_encoding = "WINDOWS-1252";
    m_size = m_text->size();
}

std::string TextSource::wholeBytes(std::uint64_t most) {
    if (m_size > most)
        throw Error(ProblemCode::OutOfMemory, {{"what", "the text of " + m_path}});
    std::string buffer;
    const std::string_view bytes = read(0, m_size, buffer);
    return bytes.data() == buffer.data() ? std::move(buffer) : std::string(bytes);
}

}  // namespace latentscape
