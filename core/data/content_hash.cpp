#include "core/data/content_hash.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace latentscape {
namespace {

/// http://www.isthe.com/chongo/tech/comp/fnv/
class Fnv1a {
public:
    void add(std::string_view bytes) {
        for (const char byte : bytes) {
            m_hash ^= std::uint8_t(byte);
            m_hash *= 0x100000001b3;
        }
    }
    /// With the zero byte that ends it.
    void addText(std::string_view text) {
        add(text);
        add(std::string_view("\0", 1));
    }
    std::uint64_t value() const { return m_hash; }

private:
    std::uint64_t m_hash = 0xcbf29ce484222325;
};

}  // namespace

std::string contentHash(const Dataset& dataset) {
    static_assert(std::endian::native == std::endian::little);
    Fnv1a hash;
    for (const Column& column : dataset.columns()) {
        hash.addText(column.name);
        hash.addText(toString(column.type));
        for (const std::string& category : column.categories)
            hash.addText(category);
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            const bool missing = column.missing[row];
            const double value = missing ? 0 : column.values[row];
            std::array<char, sizeof value + 1> bytes{};
            std::memcpy(bytes.data(), &value, sizeof value);
            bytes.back() = missing ? 0 : 1;
            hash.add({bytes.data(), bytes.size()});
        }
    }
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash.value()));
    return text.data();
}

}  // namespace latentscape
