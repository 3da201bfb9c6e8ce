#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

namespace latentscape {

/// One number a row, read as doubles. Kept as floats where each is nearer to its number than to any other of
/// as many decimals, and then read as that number, exactly: half the memory for nearly all measured tables.
class ColumnValues {
public:
    ColumnValues() = default;
    ColumnValues(std::initializer_list<double> values) : m_doubles(values) {}
    ColumnValues(std::vector<double> values) : m_doubles(std::move(values)) {}
    /// Floats that are the numbers.
    ColumnValues(std::vector<float> values) : m_floats(std::move(values)) {}
    /// Floats near numbers of `decimals` decimals, as FloatFit says.
    ColumnValues(std::vector<float> values, int decimals)
        : m_floats(std::move(values)), m_unit(std::pow(10.0, decimals)) {}

    /// Goes through the values by value.
    class Iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using iterator_concept = std::random_access_iterator_tag;
        using value_type = double;
        using difference_type = std::ptrdiff_t;
        using pointer = const double*;
        using reference = double;

        Iterator() = default;
        Iterator(const ColumnValues* values, difference_type at) : m_values(values), m_at(at) {}
        double operator*() const { return (*m_values)[std::size_t(m_at)]; }
        double operator[](difference_type offset) const { return *(*this + offset); }
        Iterator& operator++() { return *this += 1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        Iterator& operator+=(difference_type offset) {
            m_at += offset;
            return *this;
        }
        Iterator& operator-=(difference_type offset) { return *this += -offset; }
        friend Iterator operator+(Iterator it, difference_type offset) { return it += offset; }
        friend Iterator operator+(difference_type offset, Iterator it) { return it += offset; }
        friend Iterator operator-(Iterator it, difference_type offset) { return it -= offset; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.m_at - b.m_at; }
        friend bool operator==(Iterator a, Iterator b) { return a.m_at == b.m_at; }
        friend auto operator<=>(Iterator a, Iterator b) { return a.m_at <=> b.m_at; }

    private:
        const ColumnValues* m_values = nullptr;
        difference_type m_at = 0;
    };

    double operator[](std::size_t row) const {
        return m_floats.empty() ? m_doubles[row] : fromFloat(m_floats[row]);
    }
    std::size_t size() const { return m_floats.size() + m_doubles.size(); }
    bool empty() const { return size() == 0; }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, std::ptrdiff_t(size())}; }
    /// Whether they are kept as floats.
    bool areFloats() const { return !m_floats.empty(); }

    // What is changed is kept as doubles from then on.

    void reserve(std::size_t count) { m_doubles.reserve(count); }
    void push_back(double value) {
        keepDoubles();
        m_doubles.push_back(value);
    }
    void set(std::size_t row, double value) {
        keepDoubles();
        m_doubles[row] = value;
    }

    friend bool operator==(const ColumnValues& a, const ColumnValues& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

    /// Beyond it, in units of the last decimal, only floats that are the number itself are kept.
    static constexpr double kLargestRestored = 70368744177664;  // 2⁴⁶

private:
    /// The number is a whole one of its last decimals: of two whole numbers below 2⁵³ the quotient is the
    /// double that the number's text spells (Clinger 1990).
    double fromFloat(float number) const {
        const double units = double(number) * m_unit;
        return m_unit > 0 && std::abs(units) < kLargestRestored ? std::rint(units) / m_unit : double(number);
    }
    void keepDoubles() {
        if (!m_floats.empty())
            m_doubles.assign(begin(), end());
        m_floats = {};
    }

    // One of the two is empty.
    std::vector<float> m_floats;
    std::vector<double> m_doubles;
    /// How many of the last decimal make one; 0 where floats are the numbers.
    double m_unit = 0;
};

/// Which rows of a column have no value. Takes no memory where none is missing.
class MissingMask {
public:
    MissingMask() = default;
    /// `rows` rows, none missing.
    explicit MissingMask(std::size_t rows) : m_rows(rows) {}
    /// One flag a row: not 0 where missing.
    MissingMask(std::vector<unsigned char> flags) : m_rows(flags.size()) {
        if (std::find_if(flags.begin(), flags.end(), [](unsigned char flag) { return flag != 0; }) !=
            flags.end())
            m_flags = std::move(flags);
    }
    MissingMask(std::initializer_list<unsigned char> flags)
        : MissingMask(std::vector<unsigned char>(flags)) {}

    bool operator[](std::size_t row) const { return !m_flags.empty() && m_flags[row] != 0; }
    std::size_t size() const { return m_rows; }
    bool any() const { return !m_flags.empty(); }
    std::ptrdiff_t count() const {
        return std::count_if(m_flags.begin(), m_flags.end(), [](unsigned char flag) { return flag != 0; });
    }

    void setMissing(std::size_t row) {
        if (m_flags.empty())
            m_flags.resize(m_rows);
        m_flags[row] = 1;
    }
    void resize(std::size_t rows) {
        m_rows = rows;
        if (!m_flags.empty())
            m_flags.resize(rows);
    }
    void push_back(bool missing) {
        if (missing || !m_flags.empty()) {
            m_flags.resize(m_rows);
            m_flags.push_back(missing ? 1 : 0);
        }
        ++m_rows;
    }

    bool operator==(const MissingMask&) const = default;

private:
    std::size_t m_rows = 0;
    std::vector<unsigned char> m_flags;
};

}  // namespace latentscape
