#include "core/data/row_filter.h"

#include <cmath>
#include <limits>
#include <map>

#include "core/data/row_expression.h"

namespace latentscape {
namespace {

/// Rows looked at together, so that the work of a step on them is one tight loop.
constexpr Index kChunk = 1024;
/// Chunks between two reports of progress.
constexpr Index kChunksAtOnce = 64;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

using Values = Eigen::Array<double, kChunk, 1>;

template <class Value>
double answer(Comparison comparison, const Value& left, const Value& right) {
    switch (comparison) {
        case Comparison::Equal:
            return left == right;
        case Comparison::NotEqual:
            return left != right;
        case Comparison::Less:
            return left < right;
        case Comparison::LessOrEqual:
            return left <= right;
        case Comparison::Greater:
            return left > right;
        case Comparison::GreaterOrEqual:
            return left >= right;
    }
    return kUnknown;
}

double answerOfNumbers(Comparison comparison, double left, double right) {
    return std::isnan(left) || std::isnan(right) ? kUnknown : answer(comparison, left, right);
}

/// Yes if both are, no if one is; else unknown.
double bothOf(double left, double right) {
    if (left == 0 || right == 0)
        return 0;
    return std::isnan(left) || std::isnan(right) ? kUnknown : 1;
}

/// Goes through the steps of an expression, for a chunk of rows at a time.
class Evaluator {
public:
    Evaluator(const Dataset& dataset, const std::string& expression)
        : m_dataset(dataset), m_steps(parseRowExpression(expression, dataset)) {
        for (const RowStep& step : m_steps)
            if (step.kind == RowStep::Kind::Code)
                m_codes[step.column] = categoryCodes(dataset.column(step.column));
    }

    /// The answers for the rows from `first` on.
    const Values& evaluate(Index first, Index count) {
        m_first = std::size_t(first);
        m_count = count;
        m_used = 0;
        for (const RowStep& step : m_steps)
            take(step);
        return m_stack.front();
    }

private:
    Values& push() {
        if (m_used == m_stack.size())
            m_stack.emplace_back();
        return m_stack[m_used++];
    }

    /// Replaces the last two by one.
    template <class Function>
    void combine(const Function& function) {
        const Values& right = m_stack[--m_used];
        Values& left = m_stack[m_used - 1];
        for (Index i = 0; i < m_count; ++i)
            left[i] = function(left[i], right[i]);
    }

    template <class Function>
    void change(const Function& function) {
        Values& last = m_stack[m_used - 1];
        for (Index i = 0; i < m_count; ++i)
            last[i] = function(last[i]);
    }

    /// Pushes function(row) of the rows whose cell is there.
    template <class Function>
    void pushPresent(const Column& column, const Function& function) {
        Values& values = push();
        for (Index i = 0; i < m_count; ++i) {
            const std::size_t row = m_first + std::size_t(i);
            values[i] = column.missing[row] ? kUnknown : function(column.values[row]);
        }
    }

    void take(const RowStep& step) {
        switch (step.kind) {
            case RowStep::Kind::Number:
                push().setConstant(step.number);
                return;
            case RowStep::Kind::Column:
                pushColumn(m_dataset.column(step.column));
                return;
            case RowStep::Kind::Code: {
                const std::vector<double>& codes = m_codes[step.column];
                pushPresent(m_dataset.column(step.column),
                            [&codes](double value) { return codes[std::size_t(value)]; });
                return;
            }
            case RowStep::Kind::Missing: {
                const MissingMask& missing = m_dataset.column(step.column).missing;
                Values& values = push();
                for (Index i = 0; i < m_count; ++i)
                    values[i] = missing[m_first + std::size_t(i)] ? 1 : 0;
                return;
            }
            case RowStep::Kind::CompareTexts:
                pushTextComparison(step);
                return;
            case RowStep::Kind::Compare:
                combine([comparison = step.comparison](double left, double right) {
                    return answerOfNumbers(comparison, left, right);
                });
                return;
            case RowStep::Kind::Add:
                combine([](double left, double right) { return left + right; });
                return;
            case RowStep::Kind::Subtract:
                combine([](double left, double right) { return left - right; });
                return;
            case RowStep::Kind::Multiply:
                combine([](double left, double right) { return left * right; });
                return;
            case RowStep::Kind::Divide:
                combine([](double left, double right) { return left / right; });
                return;
            case RowStep::Kind::Negate:
                change([](double value) { return -value; });
                return;
            case RowStep::Kind::And:
                combine(bothOf);
                return;
            case RowStep::Kind::Or:
                combine([](double left, double right) { return 1 - bothOf(1 - left, 1 - right); });
                return;
            case RowStep::Kind::Not:
                change([](double value) { return 1 - value; });
                return;
        }
    }

    void pushColumn(const Column& column) {
        pushPresent(column, [](double value) { return value; });
    }

    void pushTextComparison(const RowStep& step) {
        Values& values = push();
        for (Index i = 0; i < m_count; ++i) {
            const std::optional<std::string_view> left = textOf(step.left, m_first + std::size_t(i));
            const std::optional<std::string_view> right = textOf(step.right, m_first + std::size_t(i));
            values[i] = left && right ? answer(step.comparison, *left, *right) : kUnknown;
        }
    }

    /// Empty where missing.
    std::optional<std::string_view> textOf(const RowText& text, std::size_t row) const {
        if (!text.column)
            return text.text;
        const Column& column = m_dataset.column(*text.column);
        if (column.missing[row])
            return std::nullopt;
        return column.categories[std::size_t(column.values[row])];
    }

    const Dataset& m_dataset;
    std::vector<RowStep> m_steps;
    std::map<Index, std::vector<double>> m_codes;
    std::vector<Values> m_stack;
    std::size_t m_used = 0;
    std::size_t m_first = 0;
    Index m_count = 0;
};

}  // namespace

std::optional<RowList> filterRows(const Dataset& dataset, const std::string& expression,
                                  const RowProgress& progress) {
    Evaluator evaluator(dataset, expression);
    RowList kept;
    for (Index first = 0; first < dataset.rows(); first += kChunk) {
        if (progress && first / kChunk % kChunksAtOnce == 0 &&
            !progress(double(first) / double(dataset.rows())))
            return std::nullopt;
        const Index count = std::min(kChunk, dataset.rows() - first);
        const Values& answers = evaluator.evaluate(first, count);
        for (Index i = 0; i < count; ++i)
            if (answers[i] == 1)
                kept.push_back(first + i);
    }
    return kept;
}

}  // namespace latentscape
