#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/support/file_bytes.h"

namespace latentscape {

/// How a file's bytes are to be taken.
struct TextSourceOptions {
    /// As iconv calls it; found out if not told.
    std::optional<std::string> encoding;
    /// Text that is not in the file as it reads is no longer than this. Bytes.
    std::uint64_t availableMemory = ~std::uint64_t(0);
    /// Of packed or converted text only about so many bytes from the start are made: enough for a preview.
    std::optional<std::uint64_t> limit;
};

/// The UTF-8 text of a file, in pieces. UTF-8 stays in the file; what is packed (gzip) or encoded otherwise
/// is unpacked and converted into memory.
class TextSource {
public:
    /// Throws Error(FileNotFound, FileUnreadable, UnknownEncoding, NotInEncoding, OutOfMemory).
    static TextSource ofFile(const std::string& path, const TextSourceOptions& options);
    /// `path` is named in errors.
    static TextSource ofBytes(std::string bytes, const std::string& path, const TextSourceOptions& options);

    const std::string& path() const { return m_path; }
    /// Bytes of the text, the byte-order mark left out.
    std::uint64_t size() const { return m_size; }
    /// The text from `begin` to `end`, in memory or read into `buffer`; the byte behind it can be read and
    /// belongs to no number where the text ends. From any thread, with a buffer of its own. Throws
    /// Error(FileUnreadable).
    std::string_view read(std::uint64_t begin, std::uint64_t end, std::string& buffer) const;

    /// The whole text where it is in memory, else null. It may begin with a byte-order mark.
    const std::shared_ptr<const std::string>& text() const { return m_text; }
    const std::string& encoding() const { return m_encoding; }
    bool isGzip() const { return m_gzip; }
    bool hasByteOrderMark() const { return m_byteOrderMark; }
    /// Whether the text goes on behind its end, because of the limit.
    bool isCut() const { return m_cut; }

    /// What follows when the text turns out not to be UTF-8: takes it as Windows-1252 if no encoding was
    /// told. Throws Error(NotInEncoding, OutOfMemory).
    void takeAsWindows1252(std::uint64_t badByte);

private:
    void understand(const TextSourceOptions& options);
    void convert(const std::string& encoding, const TextSourceOptions& options);
    std::string wholeBytes(std::uint64_t most);

    std::string m_path;
    std::shared_ptr<const FileBytes> m_file;
    /// The text, where it is not taken from the file.
    std::shared_ptr<const std::string> m_text;
    std::uint64_t m_start = 0;
    std::uint64_t m_size = 0;
    std::uint64_t m_availableMemory = 0;
    std::string m_encoding = "UTF-8";
    bool m_encodingTold = false;
    bool m_gzip = false;
    bool m_byteOrderMark = false;
    bool m_cut = false;
};

}  // namespace latentscape
