#include "core/data/preprocessor.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "core/support/parallel.h"

namespace latentscape {
namespace {

// So many rows of a few dozen features stay in a core's own memory, column after column.
constexpr Index kBlockRows = 4096;

/// The values of one column that are present in the training rows and can be encoded.
std::vector<double> presentValues(const Column& column, const RowList& rows, const EncodedColumn& encoded) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const Index row : rows)
        if (!column.missing[std::size_t(row)] &&
            canScale(encoded.numberScale, column.values[std::size_t(row)]))
            values.push_back(column.values[std::size_t(row)]);
    return values;
}

/// Pixels share the range from zero to the brightest of all, so that a picture keeps its contrast.
void fitPicture(std::vector<EncodedColumn>& columns) {
    double brightest = 0;
    for (const EncodedColumn& column : columns)
        if (column.numberScale == NumberScale::Picture)
            brightest = std::max(brightest, column.maximum);
    for (EncodedColumn& column : columns)
        if (column.numberScale == NumberScale::Picture)
            column.scale = brightest > 0 ? brightest : 1;
}

/// Numbers by likelihood, then yes/no, then one-hot blocks; within each in the table's order.
void orderFeatures(std::vector<EncodedColumn>& columns) {
    std::vector<std::string> likelihoods;
    const auto rank = [&likelihoods](const EncodedColumn& column) {
        if (column.type == ColumnType::Binary)
            return std::ptrdiff_t(1) << 20;
        if (!column.hasNumbers())
            return std::ptrdiff_t(1) << 21;
        const auto found = std::find(likelihoods.begin(), likelihoods.end(), column.likelihood);
        if (found == likelihoods.end()) {
            likelihoods.push_back(column.likelihood);
            return std::ptrdiff_t(likelihoods.size()) - 1;
        }
        return found - likelihoods.begin();
    };
    std::vector<std::pair<std::ptrdiff_t, EncodedColumn*>> ordered;
    for (EncodedColumn& column : columns)
        ordered.emplace_back(rank(column), &column);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    Index next = 0;
    for (const auto& [place, column] : ordered) {
        column->firstFeature = next;
        next += column->features;
    }
}

/// What a column holds, in words: only columns of one kind can stand for each other.
std::string_view kindOf(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
        case ColumnType::Count:
            return "numbers";
        case ColumnType::DateTime:
            return "dates";
        case ColumnType::Binary:
        case ColumnType::Category:
        case ColumnType::Text:
            break;
    }
    return "categories";
}

/// The column of `dataset` that `encoded` was fitted on, by name.
const Column& matchingColumn(const Dataset& dataset, const EncodedColumn& encoded) {
    // Mostly it is where it was; of 20,000 columns, looking each one up by its name takes a second.
    const bool inPlace = encoded.column < Index(dataset.columns().size()) &&
                         dataset.column(encoded.column).name == encoded.name;
    const std::optional<Index> index = inPlace ? encoded.column : dataset.indexOf(encoded.name);
    if (!index)
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", dataset.path()}, {"reason", "it has no column “" + encoded.name + "”"}});
    const Column& column = dataset.column(*index);
    const std::string_view needed = kindOf(encoded.type);
    const std::string_view found = kindOf(column.type);
    if (needed != found)
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", dataset.path()},
                     {"reason", "column “" + encoded.name + "” holds " + std::string(found) + " instead of " +
                                    std::string(needed)}});
    return column;
}

/// For each category of `column`, its place among the fitted ones; −1 if it was not there.
std::vector<Index> categoryPlaces(const Column& column, const EncodedColumn& encoded) {
    std::map<std::string_view, Index> places;
    for (std::size_t i = 0; i < encoded.categories.size(); ++i)
        places.emplace(encoded.categories[i], Index(i));
    std::vector<Index> result;
    for (const std::string& category : column.categories) {
        const auto found = places.find(category);
        result.push_back(found == places.end() ? -1 : found->second);
    }
    return result;
}

/// A column of the table at hand, and how its cells are encoded.
struct SourceColumn {
    const EncodedColumn* encoded = nullptr;
    const Column* column = nullptr;
    /// Of its categories, as categoryPlaces() tells them.
    std::vector<Index> places;
};

SourceColumn sourceColumn(const Dataset& dataset, const EncodedColumn& encoded) {
    SourceColumn source{.encoded = &encoded, .column = &matchingColumn(dataset, encoded)};
    if (!encoded.hasNumbers())
        source.places = categoryPlaces(*source.column, encoded);
    return source;
}

/// Whether a cell of the column can be missing once it is encoded.
bool mayMiss(const SourceColumn& source) {
    return source.column->missing.any() || *scaleNeeds(source.encoded->numberScale) != '\0' ||
           std::any_of(source.places.begin(), source.places.end(), [](Index place) { return place < 0; });
}

/// Encodes the rows from `first` to before `last`, and tells whether a cell of them is missing.
bool encodeRows(const SourceColumn& source, Index first, Index last, EncodedTable& table) {
    const EncodedColumn& encoded = *source.encoded;
    const bool isNumber = encoded.hasNumbers();
    bool anyMissing = false;
    for (Index row = first; row < last; ++row) {
        const double value = source.column->values[std::size_t(row)];
        const bool missing =
            source.column->missing[std::size_t(row)] || (isNumber && !canScale(encoded.numberScale, value));
        const Index place = isNumber || missing ? 0 : source.places[std::size_t(value)];
        if (missing || place < 0) {
            table.mask.block(encoded.firstFeature, row, encoded.features, 1).setZero();
            anyMissing = true;
        } else if (isNumber) {
            table.values(encoded.firstFeature, row) = Scalar(encodedNumber(encoded, value));
        } else if (encoded.type == ColumnType::Binary) {
            table.values(encoded.firstFeature, row) = Scalar(place);
        } else {
            table.values(encoded.firstFeature + place, row) = 1;
        }
    }
    return anyMissing;
}

}  // namespace

void EncodedTable::gather(std::span<const Index> rows, Matrix& x, Matrix& maskOut) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
        x.col(Index(i)) = values.col(rows[i]);
    if (hasMissing())
        for (std::size_t i = 0; i < rows.size(); ++i)
            maskOut.col(Index(i)) = mask.col(rows[i]);
}

Preprocessor::Preprocessor(std::vector<EncodedColumn> columns, std::optional<ImageLayout> image)
    : m_columns(std::move(columns)), m_image(image) {}

Preprocessor Preprocessor::fit(const Dataset& dataset, const ColumnRoles& roles, const RowList& trainingRows,
                               std::span<const ColumnPreparation> preparations, Problems& problems) {
    assert(preparations.size() == roles.inputs.size());
    std::vector<EncodedColumn> columns(roles.inputs.size());
    std::vector<unsigned char> isEmpty(roles.inputs.size(), 0);
    WorkerTeam(availableCores()).forEachThrowing(int(columns.size()), [&](int part) {
        const std::size_t i = std::size_t(part);
        const Column& column = dataset.column(roles.inputs[i]);
        columns[i] = {.name = column.name,
                      .type = column.type,
                      .column = roles.inputs[i],
                      .likelihood = preparations[i].likelihood,
                      .numberScale = preparations[i].scale,
                      .decimals = column.decimals,
                      .precision = column.precision,
                      .notation = column.notation,
                      .categories = column.categories};
        std::vector<double> values = presentValues(column, trainingRows, columns[i]);
        isEmpty[i] = values.empty();
        fitTraining(columns[i], preparations[i].clip, std::move(values));
    });
    std::vector<std::string> constantNames;
    std::vector<std::string> empty;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].features == 0)
            (isEmpty[i] ? empty : constantNames).push_back(columns[i].name);
    fitPicture(columns);
    // The corners of a picture are often always dark; that is nothing to tell.
    if (!constantNames.empty() && !roles.image)
        problems.push_back({ProblemCode::ColumnsLeftOutConstant, {{"columns", listOfNames(constantNames)}}});
    if (!empty.empty())
        problems.push_back({ProblemCode::ColumnsLeftOutEmpty, {{"columns", listOfNames(empty)}}});
    orderFeatures(columns);
    Preprocessor fitted(std::move(columns), roles.image);
    if (fitted.features() == 0)
        throw Error(ProblemCode::NoUsableInput,
                    {{"file", dataset.path().empty() ? dataset.name() : dataset.path()}});
    return fitted;
}

EncodedTable Preprocessor::transform(const Dataset& dataset) const {
    std::vector<SourceColumn> sources;
    for (const EncodedColumn& encoded : m_columns)
        if (encoded.features > 0)
            sources.push_back(sourceColumn(dataset, encoded));
    EncodedTable table;
    table.values = Matrix::Zero(features(), dataset.rows());
    if (std::any_of(sources.begin(), sources.end(), &mayMiss))
        table.mask = Matrix::Ones(features(), dataset.rows());
    const int blocks = int((dataset.rows() + kBlockRows - 1) / kBlockRows);
    std::vector<unsigned char> anyMissing(std::size_t(blocks), 0);
    WorkerTeam(std::min(blocks, availableCores())).forEach(blocks, [&](int block) {
        const Index first = block * kBlockRows;
        const Index last = std::min(first + kBlockRows, dataset.rows());
        for (const SourceColumn& source : sources)
            if (encodeRows(source, first, last, table))
                anyMissing[std::size_t(block)] = 1;
    });
    if (std::none_of(anyMissing.begin(), anyMissing.end(), [](unsigned char any) { return any != 0; }))
        table.mask.resize(0, 0);
    return table;
}

std::vector<DecodedCell> Preprocessor::inverse(const ConstVectorRef& expectation) const {
    std::vector<DecodedCell> cells;
    cells.reserve(m_columns.size());
    for (const EncodedColumn& column : m_columns) {
        if (column.features == 0) {
            cells.push_back({.value = column.constant});
        } else if (column.hasNumbers()) {
            cells.push_back({.value = decodedNumber(column, double(expectation[column.firstFeature]))});
        } else if (column.type == ColumnType::Binary) {
            const double yes = double(expectation[column.firstFeature]);
            cells.push_back({.value = yes >= 0.5 ? 1.0 : 0.0, .probability = std::max(yes, 1 - yes)});
        } else {
            Index best = 0;
            const double probability =
                double(expectation.segment(column.firstFeature, column.features).maxCoeff(&best));
            cells.push_back({.value = double(best), .probability = probability});
        }
    }
    return cells;
}

std::vector<double> Preprocessor::inverseSample(const ConstVectorRef& sample) const {
    std::vector<double> values;
    const std::vector<DecodedCell> cells = inverse(sample);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        double value = cells[i].value;
        if (m_columns[i].hasNumbers() && m_columns[i].features > 0)
            value = asInTable(m_columns[i], value);
        values.push_back(value);
    }
    return values;
}

Index Preprocessor::features() const {
    Index count = 0;
    for (const EncodedColumn& column : m_columns)
        count += column.features;
    return count;
}

double Preprocessor::logJacobian(const EncodedTable& table, std::span<const Index> rows) const {
    double sum = 0;
    for (const EncodedColumn& column : m_columns) {
        if (!column.hasNumbers() || column.features == 0)
            continue;
        for (const Index row : rows) {
            if (table.hasMissing() && !(table.mask(column.firstFeature, row) > 0))
                continue;
            sum -= std::log(column.scale);
            // ∂f/∂x = exp(−f) for f = log x and for f = log(1 + x)
            if (isLogarithmic(column.numberScale))
                sum -= double(table.values(column.firstFeature, row)) * column.scale + column.shift;
        }
    }
    return sum / double(std::max<std::size_t>(rows.size(), 1));
}

}  // namespace latentscape
