#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// What a random number is for. Streams never overlap, so a new use never changes the numbers of an old one.
/// The values are part of every saved run: append, never renumber.
enum class RandomStream : std::uint32_t {
    Initialisation = 0,
    Split = 1,
    Shuffle = 2,
    TrainingNoise = 3,
    ValidationNoise = 4,
    Subsample = 5,
    ImportanceNoise = 6,
    Dropout = 7,
    Sampling = 8,
    MixtureStart = 9,
    MixtureSample = 10,
    Generation = 11,
};

using RandomWords = std::array<std::uint32_t, 4>;

/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): four random words as a
/// pure function of a 128-bit counter and a 64-bit key.
RandomWords philox(RandomWords counter, std::array<std::uint32_t, 2> key);

/// A number in [0, 1) with 53 random bits.
double unitInterval(const RandomWords& words);

/// Random numbers as a function of (seed, stream, epoch, row, dimension), not as a state: the same run draws
/// the same numbers with one thread or eight, paused or not, watched or not.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_key{std::uint32_t(seed), std::uint32_t(seed >> 32)} {}

    RandomWords words(RandomStream stream, std::uint32_t epoch, std::uint32_t row, std::uint32_t block) const;

    /// Fills `values` with independent standard normal numbers for one row (Box–Muller, in float32 or
    /// double). `firstBlock` skips the first 4 · firstBlock numbers of the row.
    void fillNormal(RandomStream stream, std::uint32_t epoch, std::uint32_t row, VectorRef values,
                    std::uint32_t firstBlock = 0) const;

    /// The same for several rows at once: column i of `values` for rows[i], bit for bit as one by one.
    void fillNormal(RandomStream stream, std::uint32_t epoch, std::span<const Index> rows,
                    Eigen::Ref<Matrix> values, std::uint32_t firstBlock = 0) const;

    /// Fills `values` with independent numbers in (0, 1). `firstBlock` skips the first 4 · firstBlock numbers
    /// of the row.
    void fillUniform(RandomStream stream, std::uint32_t epoch, std::uint32_t row, VectorRef values,
                     std::uint32_t firstBlock = 0) const;

    /// Shuffles `items` uniformly (Fisher–Yates), in an order that depends on (seed, stream, epoch) alone.
    template <class Item>
    void shuffle(RandomStream stream, std::uint32_t epoch, std::vector<Item>& items) const {
        for (std::size_t last = items.size(); last-- > 1;) {
            const RandomWords drawn = words(stream, epoch, std::uint32_t(last), 0);
            const std::uint64_t wide = (std::uint64_t(drawn[0]) << 32) | drawn[1];
            std::swap(items[last], items[std::size_t(wide % (last + 1))]);
        }
    }

private:
    std::array<std::uint32_t, 2> m_key;
};

/// The numbers of one (stream, epoch, row) one after the other: a UniformRandomBitGenerator for the standard
/// library's distributions.
class RandomSequence {
public:
    using result_type = std::uint32_t;

    RandomSequence(const Random& random, RandomStream stream, std::uint32_t epoch, std::uint32_t row)
        : m_random(random), m_stream(stream), m_epoch(epoch), m_row(row) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
    result_type operator()() {
        if (m_next % 4 == 0)
            m_words = m_random.words(m_stream, m_epoch, m_row, m_next / 4);
        return m_words[m_next++ % 4];
    }

private:
    Random m_random;
    RandomStream m_stream;
    std::uint32_t m_epoch;
    std::uint32_t m_row;
    std::uint32_t m_next = 0;
    RandomWords m_words{};
};

}  // namespace latentscape
