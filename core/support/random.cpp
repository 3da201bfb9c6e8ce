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

/// Collects pairs of random words and turns them into pairs of normal numbers (Box & Muller 1958), many at a
/// time in wide registers. Always whole registers full, so that a number does not depend on its neighbours.
class NormalPairs {
public:
    /// The second number is left out if there is no place for it.
    void add(std::uint32_t one, std::uint32_t other, Scalar* place, bool both) {
        m_radius[m_count] = openUnit(one);
        m_angle[m_count] = openUnit(other);
        m_places[std::size_t(m_count)] = {place, both};
        if (++m_count == kPairs)
            flush();
    }

    void flush() {
        if (m_count == 0)
            return;
        constexpr Index kRegister = 16;
        const Index filled = (m_count + kRegister - 1) / kRegister * kRegister;
        // Any number will do beyond those that were added.
        for (Index i = m_count; i < filled; ++i)
            m_radius[i] = m_angle[i] = Scalar(0.5);
        Chunk radius(m_radius.data(), filled);
        Chunk angle(m_angle.data(), filled);
        Chunk sine(m_sine.data(), filled);
        radius = (Scalar(-2) * radius.log()).sqrt();
        angle *= Scalar(2 * std::numbers::pi);
        sine = radius * angle.sin();
        radius *= angle.cos();
        for (Index i = 0; i < m_count; ++i) {
            const auto [place, both] = m_places[std::size_t(i)];
            place[0] = m_radius[i];
            if (both)
                place[1] = m_sine[i];
        }
        m_count = 0;
    }

private:
    static constexpr Index kPairs = 256;
    using Chunk = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>, Eigen::Aligned64>;

    alignas(64) Eigen::Array<Scalar, kPairs, 1> m_radius;
    alignas(64) Eigen::Array<Scalar, kPairs, 1> m_angle;
    alignas(64) Eigen::Array<Scalar, kPairs, 1> m_sine;
    std::array<std::pair<Scalar*, bool>, kPairs> m_places;
    Index m_count = 0;
};

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
    const Index only = Index(row);
    fillNormal(stream, epoch, std::span(&only, 1), Eigen::Map<Matrix>(values.data(), values.size(), 1),
               firstBlock);
}

void Random::fillNormal(RandomStream stream, std::uint32_t epoch, std::span<const Index> rows,
                        Eigen::Ref<Matrix> values, std::uint32_t firstBlock) const {
    NormalPairs pairs;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Scalar* const column = values.col(Index(i)).data();
        for (Index first = 0; first < values.rows(); first += 4) {
            const RandomWords drawn =
                words(stream, epoch, std::uint32_t(rows[i]), firstBlock + std::uint32_t(first / 4));
            for (Index pair = 0; pair < 4 && first + pair < values.rows(); pair += 2)
                pairs.add(drawn[std::size_t(pair)], drawn[std::size_t(pair) + 1], column + first + pair,
                          first + pair + 1 < values.rows());
        }
    }
    pairs.flush();
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
