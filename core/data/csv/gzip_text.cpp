#include "core/data/csv/gzip_text.h"

#include <algorithm>
#include <limits>
#include <new>

#include <zlib.h>

#include "core/support/problem.h"

namespace latentscape {
namespace {

class Inflater {
public:
    Inflater() {
        // 16 asks for a gzip header and checksum around the data.
        if (inflateInit2(&m_stream, 16 + MAX_WBITS) != Z_OK)
            throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&m_stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return m_stream; }

private:
    z_stream m_stream{};
};

}  // namespace

bool isGzipped(std::string_view bytes) {
    return bytes.starts_with("\x1F\x8B\x08");
}

std::string gunzip(std::string_view bytes, const std::string& path, std::uint64_t most, bool& cut) {
    const auto unreadable = [&path](const char* reason) {
        return Error(ProblemCode::FileUnreadable, {{"file", path}, {"reason", reason}});
    };
    constexpr std::size_t kStep = std::size_t(1) << 20;
    Inflater inflater;
    z_stream& stream = inflater.stream();
    std::string text;
    std::size_t size = 0;
    cut = false;
    while (true) {
        // zlib counts in 32 bits.
        const std::size_t given = std::min<std::size_t>(bytes.size(), std::numeric_limits<int>::max());
        if (text.size() == size)
            text.resize(std::max(text.size() + kStep, text.size() + text.size() / 4));
        const std::size_t room = std::min<std::size_t>(text.size() - size, std::numeric_limits<int>::max());
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream.avail_in = uInt(given);
        stream.next_out = reinterpret_cast<Bytef*>(text.data() + size);
        stream.avail_out = uInt(room);
        const int result = inflate(&stream, Z_NO_FLUSH);
        bytes.remove_prefix(given - stream.avail_in);
        size += room - stream.avail_out;
        if (size > most) {
            cut = true;
            size = most;
            break;
        }
        if (result == Z_STREAM_END) {
            // Padding may follow the last member.
            if (!isGzipped(bytes))
                break;
            inflateReset(&stream);
        } else if (result == Z_BUF_ERROR || (result == Z_OK && bytes.empty() && stream.avail_out > 0)) {
            throw unreadable("its packed data ends too early");
        } else if (result != Z_OK) {
            throw unreadable("its packed data is damaged");
        }
    }
    text.resize(size);
    return text;
}

}  // namespace latentscape
