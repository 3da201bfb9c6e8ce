#include "core/data/csv/column_reading.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace latentscape {

void RefusedTally::add(const RefusedTally& other) {
    count += other.count;
    if (other.line < line) {
        line = other.line;
        text = other.text;
    }
}

void NumberTally::addText(std::string_view text, long line) {
    if (texts.count == 0)
        aText = text;
    else
        textsDiffer = textsDiffer || text != aText;
    texts.add(text, line);
}

void NumberTally::add(const NumberTally& other) {
    if (texts.count > 0 && other.texts.count > 0)
        textsDiffer = textsDiffer || aText != other.aText;
    else if (other.texts.count > 0)
        aText = other.aText;
    textsDiffer = textsDiffer || other.textsDiffer;
    missing += other.missing;
    nonFinite.add(other.nonFinite);
    texts.add(other.texts);
    otherPercents += other.otherPercents;
    notCounts += other.notCounts;
    decimals = std::max(decimals, other.decimals);
    floats.add(other.floats);
}

void ColumnReading::begin(Index rows) {
    tally = {};
    refusedCount = 0;
    abandoned = false;
    floats = {};
    doubles = {};
    numbers = {};
    dictionary.reset();
    missing = std::make_unique<MissingRows>();
    readsPlainNumbers = as != ReadAs::Texts && !percent && context.type != ColumnType::Count &&
                        context.rules.everyNumberCounts();
    if (as == ReadAs::Floats) {
        floats.resize(std::size_t(rows));
    } else if (as == ReadAs::Doubles) {
        doubles.resize(std::size_t(rows));
    } else if (as == ReadAs::Texts) {
        numbers.resize(std::size_t(rows));
        dictionary = std::make_unique<TextDictionary>();
    }
}

std::optional<ProblemCode> ColumnReading::refusalOf(const CellReading& reading) const {
    const bool counts = context.type == ColumnType::Count;
    if (reading.kind == CellKind::Missing)
        return std::nullopt;
    if (reading.kind == CellKind::NonFinite)
        return ProblemCode::NonFiniteCell;
    const bool number = reading.kind == (percent ? CellKind::Percent : CellKind::Number);
    const bool fits = !counts || (reading.number >= 0 && reading.number == std::floor(reading.number));
    if (number && fits)
        return std::nullopt;
    return counts ? ProblemCode::NotACount : ProblemCode::TextInNumericColumn;
}

std::optional<ProblemCode> ColumnReading::refusalOf(std::string_view cell) const {
    if (refused.empty())
        return refusalOf(context.rules.read(cell));
    const auto found = refused.find(std::string(cell));
    return found != refused.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<ProblemCode> ColumnReading::readNumber(std::string_view cell, Index row, Index rows, long line,
                                                     NumberTally& tallyOfThread) {
    const CellReading reading = context.rules.read(cell);
    const std::optional<ProblemCode> reason = refusalOf(reading);
    if (!reason && reading.kind != CellKind::Missing) {
        tallyOfThread.decimals =
            std::max(tallyOfThread.decimals, decimalsOf(cell, context.rules.format().decimal));
        tallyOfThread.floats.add(reading.number);
        store(row, reading.number);
        return std::nullopt;
    }
    missing->mark(row, rows);
    if (!reason) {
        ++tallyOfThread.missing;
    } else if (reason == ProblemCode::NonFiniteCell) {
        tallyOfThread.nonFinite.add(cell, line);
    } else {
        const bool number = reading.kind == (percent ? CellKind::Percent : CellKind::Number);
        const bool otherNumber = reading.kind == (percent ? CellKind::Number : CellKind::Percent);
        tallyOfThread.addText(cell, line);
        tallyOfThread.notCounts += number ? 1 : 0;
        tallyOfThread.otherPercents += otherNumber ? 1 : 0;
    }
    return reason;
}

void ColumnReading::readText(std::string_view cell, Index row, long line, TextDictionary::Known& known) {
    // A column of so many different texts that are numbers mostly is a column of numbers.
    constexpr std::uint32_t kSuspiciouslyMany = 65536;
    if (abandoned)
        return;
    const std::uint32_t number = dictionary->number(cell, row, line, known);
    numbers[std::size_t(row)] = number;
    if (number == kSuspiciouslyMany && !certainlyTexts && dictionary->isMostlyNumbers(context.rules))
        abandoned = true;
}

void ColumnReading::finish(Index rows) {
    readsPlainNumbers = false;
    if (as == ReadAs::Floats || as == ReadAs::Doubles)
        finishNumbers(rows);
    else if (as == ReadAs::Texts)
        finishTexts();
    else
        as = ReadAs::Nothing;
}

void ColumnReading::finishNumbers(Index rows) {
    const Index present = rows - tally.missing;
    const Index finite = present - tally.nonFinite.count - tally.texts.count;
    const Index numbersInAll = finite + tally.nonFinite.count + tally.notCounts;
    // Of numbers with and without a percent sign the more frequent ones count; where they are as many, those
    // without.
    const Index likeThis = finite + tally.notCounts;
    if (percent ? tally.otherPercents >= likeThis && present > 0 : tally.otherPercents > likeThis) {
        percent = !percent;
        return;
    }
    if (isTold() && present > 0 && numbersInAll == 0)
        throw typeDoesNotFit(context.name, *context.type, "none of its cells is a number");
    const bool numeric = present == 0 || double(numbersInAll) > kNumberShare * double(present);
    if (!isTold() && !numeric) {
        as = ReadAs::Texts;
        certainlyTexts = true;
        return;
    }
    if (as == ReadAs::Floats && !tally.floats.fits(tally.decimals)) {
        as = ReadAs::Doubles;
        return;
    }
    if (!isTold() && !(context.inSeries && tally.texts.count == 0) && holdsTwoValues(rows)) {
        as = ReadAs::Texts;
        certainlyTexts = true;
        return;
    }
    column.name = context.name;
    column.type = context.type.value_or(ColumnType::Number);
    column.decimals = tally.decimals;
    if (as == ReadAs::Floats)
        column.values = tally.floats.values(std::move(floats), tally.decimals);
    else
        column.values = std::move(doubles);
    column.missing = missing->take(rows);
    const auto report = [this](ProblemCode reason, const RefusedTally& refusedCells_) {
        if (refusedCells_.count > 0)
            problems.push_back(
                refusedCells(reason, context, refusedCells_.text, refusedCells_.line, refusedCells_.count));
        refusedCount += refusedCells_.count;
    };
    report(ProblemCode::NonFiniteCell, tally.nonFinite);
    report(context.type == ColumnType::Count ? ProblemCode::NotACount : ProblemCode::TextInNumericColumn,
           tally.texts);
    as = ReadAs::Nothing;
}

void ColumnReading::finishTexts() {
    if (abandoned) {
        as = ReadAs::Floats;
        return;
    }
    const DistinctCells cells = dictionary->cells(std::move(numbers));
    InferredColumn inferred = inferColumn(context, cells, problems);
    for (const RefusedText& text : inferred.refused) {
        refused.emplace(cells.texts[text.place].text, text.reason);
        refusedCount += cells.texts[text.place].count;
    }
    column = std::move(inferred.column);
    dictionary.reset();
    as = refused.empty() ? ReadAs::Nothing : ReadAs::Refused;
}

bool ColumnReading::holdsTwoValues(Index rows) const {
    // Two numbers that the column tells apart are two floats.
    std::array<double, 2> met{};
    std::size_t values = 0;
    for (std::size_t row = 0; row < std::size_t(rows) && values <= 2; ++row) {
        const double value = as == ReadAs::Floats ? double(floats[row]) : doubles[row];
        if (missing->isMarked(row) || std::find(met.begin(), met.begin() + std::ptrdiff_t(values), value) !=
                                          met.begin() + std::ptrdiff_t(values))
            continue;
        if (values < 2)
            met[values] = value;
        ++values;
    }
    return values + (tally.texts.count == 0 ? 0 : tally.textsDiffer ? 2 : 1) == 2;
}

void guessReading(const std::vector<std::string_view>& sample, ColumnReading& reading) {
    const std::optional<ColumnType>& type = reading.context.type;
    const CellRules& rules = reading.context.rules;
    std::size_t present = 0;
    std::array<std::size_t, 2> numbers{};
    std::size_t nonFinite = 0;
    std::vector<double> met;
    FloatFit floats;
    int decimals = 0;
    for (const std::string_view cell : sample) {
        const CellReading read = rules.read(trimmed(cell));
        present += read.kind == CellKind::Missing ? 0 : 1;
        nonFinite += read.kind == CellKind::NonFinite ? 1 : 0;
        if (read.kind != CellKind::Number && read.kind != CellKind::Percent)
            continue;
        ++numbers[read.kind == CellKind::Percent ? 1 : 0];
        if (met.size() < 3 && std::find(met.begin(), met.end(), read.number) == met.end())
            met.push_back(read.number);
        floats.add(read.number);
        decimals = std::max(decimals, decimalsOf(trimmed(cell), rules.format().decimal));
    }
    reading.percent = numbers[1] > numbers[0];
    const bool numeric =
        present == 0 || double(numbers[reading.percent] + nonFinite) > kNumberShare * double(present);
    const bool toldNumber = type == ColumnType::Number || type == ColumnType::Count;
    const bool guessedNumber = !type && numeric && (met.size() != 2 || reading.context.inSeries);
    reading.certainlyTexts = type.has_value() && !toldNumber;
    if (!toldNumber && !guessedNumber)
        reading.as = ReadAs::Texts;
    else
        reading.as = floats.fits(decimals) ? ReadAs::Floats : ReadAs::Doubles;
}

double bytesPerRow(const std::vector<std::string_view>& sample, const ColumnReading& reading) {
    if (reading.as == ReadAs::Floats)
        return sizeof(float);
    if (reading.as == ReadAs::Doubles)
        return sizeof(double);
    // A text that comes once takes its characters and its places in the dictionary; of one that comes back
    // the number alone counts.
    constexpr double kPerText = 150;
    const std::unordered_set<std::string_view> different(sample.begin(), sample.end());
    double characters = 0;
    for (const std::string_view text : different)
        characters += double(text.size());
    const bool mostComeOnce = 2 * different.size() > sample.size();
    const double perText = (characters / double(std::max<std::size_t>(1, different.size())) + kPerText);
    return 2 * sizeof(float) + (mostComeOnce ? perText : 0);
}

}  // namespace latentscape
