#pragma once

#include <exception>
#include <map>
#include <string>
#include <vector>

namespace latentscape {

/// Everything that can be wrong with a file, a table, a setting or a run.
enum class ProblemCode {
    FileNotFound,
    FileUnreadable,
    FileEmpty,
    FileNotWritable,
    HeaderOnly,
    RaggedLine,
    UnterminatedQuote,
    StrayQuote,
    NotText,
    UnknownEncoding,
    NotInEncoding,
    TooFewColumns,
    TooManyColumns,
    LineTooLong,
    TableTooLarge,
    RaggedLinesFilled,
    RaggedLinesDropped,
    TextInNumericColumn,
    NonFiniteCell,
    NotACount,
    NotADate,
    DateOrderAmbiguous,
    DuplicateColumnName,
    TooFewRows,
    NoUsableInput,
    ColumnsLeftOutConstant,
    ColumnsLeftOutText,
    ColumnsLeftOutEmpty,
    ColumnsLeftOutNearConstant,
    ColumnsLeftOutIdentifiers,
    ColumnsLeftOutDuplicates,
    ColumnAllMissing,
    ColumnConstant,
    ColumnNearConstant,
    ColumnOfManyTexts,
    ColumnCountsRows,
    ColumnIsIdentifier,
    ColumnDuplicate,
    ColumnLooksSentinel,
    ColumnSuggestsCount,
    MoreColumnsThanRows,
    UnknownColumn,
    UnknownType,
    TypeDoesNotFit,
    UnknownHyperparameter,
    HyperparameterOutOfRange,
    HyperparameterNotANumber,
    HyperparameterNotAChoice,
    ScheduleOutlastsRun,
    TooManyLayers,
    ModelTooLarge,
    UnknownPreset,
    LikelihoodDoesNotFit,
    LikelihoodNotUsed,
    UnknownScale,
    ScaleDoesNotFit,
    ScaleNotUsed,
    ClipOutOfRange,
    TrainingDiverged,
    RunUnreadable,
    RunInUse,
    RunHasNoCheckpoint,
    RunTableMissing,
    RunTableChanged,
    ProjectUnreadable,
    ProjectTableMissing,
    ProjectTableChanged,
    TableDoesNotFitRun,
    LatentsDoNotFit,
    ColumnsNotFilled,
    Cancelled,
    UnknownGenerator,
    FilterNotUnderstood,
    TooFewRowsKept,
    ExcludedRowUnknown,
    BalanceNeedsClasses,
    SplitNeedsGroups,
    OutOfMemory,
};

/// What was seen, by name: `file`, `line`, `column`, `text` and so on. Words are made from it elsewhere.
using Facts = std::map<std::string, std::string, std::less<>>;

/// One thing that is wrong or worth knowing, as a value.
struct Problem {
    ProblemCode code;
    Facts facts;

    bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

/// The one exception type: a problem that stops the work at hand.
class Error : public std::exception {
public:
    Error(ProblemCode code, Facts facts);

    const Problem& problem() const { return m_problem; }
    const char* what() const noexcept override { return m_what.c_str(); }

private:
    Problem m_problem;
    std::string m_what;
};

/// The English sentence of a problem, with its facts as `{name}` placeholders: what, where, what to do.
/// The desktop program translates this text and then fills it.
const char* messageTemplate(ProblemCode code);

/// Replaces each `{name}` of `text` by its fact.
std::string fillPlaceholders(std::string text, const Facts& facts);

/// “a”, “b”, “c” and 12 more: names as one fact.
std::string listOfNames(const std::vector<std::string>& names, std::size_t shown = 4);

/// Three significant digits of a number as one fact, independent of any locale.
std::string shortNumber(double value);

/// The whole English message.
std::string describe(const Problem& problem);

}  // namespace latentscape
