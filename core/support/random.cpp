#include "core/support/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latentscape {
namespace {

/// A number in (0, 1): the middle of one of 2²³ equal cells, exact in float32. With 2²⁴ cells the middle of
/// the last one would be rounded to 1.
Scalar openUnit(std::uint32_t word) {
    return (Scalar(word >> 9) + Scalar(0.5)) * Scalar(1.0 / 8388608.0);
}

}  // namespace

RandomWords philox(RandomWords counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t(0xD2511F53u) * counter[0];
        const std::uint64_t second = std::uint64_t(0xCD9E8D57u) * counter[2];
        counter = {std::uint32_t(second >> 32) ^ counter[1] ^ key[0], std::uint32_t(second),
                   std::uint32_t(first >> 32) ^ counter[3] ^ key[1], std::uint32_t(first)};
        key[0] += 0x9E3779B9u;
        key[1] += 0xBB67AE85u;
    }
    return counter;
}

double unitInterval(const RandomWords& words) {
    const std::uint64_t wide = (std::uint64_t(words[0]) << 32) | words[1];
    return double(wide >> 11) * 0x1p-53;
}

RandomWords Random::words(RandomStream stream, std::uint32_t epoch, std::uint32_t row,
                          std::uint32_t block) const {
    return philox({block, row, epoch, std::uint32_t(stream)}, m_key);
}

void Random::fillNormal(RandomStream stream, std::uint32_t epoch, std::uint32_t row, VectorRef values,
                        std::uint32_t firstBlock) const {
    for (Index first = 0; first < values.size(); first += 4) {
        const RandomWords drawn = words(stream, epoch, row, firstBlock + std::uint32_t(first / 4));
        std::array<Scalar, 4> normal;
        for (int pair = 0; pair < 4; pair += 2) {
            const Scalar radius = std::sqrt(Scalar(-2) * std::log(openUnit(drawn[pair])));
            const Scalar angle = Scalar(2 * std::numbers::pi) * openUnit(drawn[pair + 1]);
            normal[pair] = radius * std::cos(angle);
            normal[pair + 1] = radius * std::sin(angle);
        }
        for (Index i = first; i < std::min(first + 4, values.size()); ++i)
            values[i] = normal[i - first];
    }
}

void Random::fillUniform(RandomStream stream, std::uint32_t epoch, std::uint32_t row, VectorRef values,
                         std::uint32_t firstBlock) const {
    for (Index first = 0; first < values.size(); first += 4) {
        const RandomWords drawn = words(stream, epoch, row, firstBlock + std::uint32_t(first / 4));
        for (Index i = first; i < std::min(first + 4, values.size()); ++i)
            values[i] = openUnit(drawn[i - first]);
    }
}

}  // namespace latentscape
