#include "core/support/problem.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace latentscape {

Error::Error(ProblemCode code, Facts facts)
    : m_problem{code, std::move(facts)}, m_what(describe(m_problem)) {}

const char* messageTemplate(ProblemCode code) {
    switch (code) {
        case ProblemCode::FileNotFound:
            return "There is no file {file}. Check the name and the folder.";
        case ProblemCode::FileUnreadable:
            return "{file} cannot be read ({reason}). Check that it is a file and that you may read it.";
        case ProblemCode::FileEmpty:
            return "{file} is empty. Export the table again, with a header line and at least two rows.";
        case ProblemCode::FileNotWritable:
            return "{file} cannot be written ({reason}). Choose another folder or free some space.";
        case ProblemCode::HeaderOnly:
            return "{file} holds a header and no rows. Export the table again with its rows.";
        case ProblemCode::RaggedLine:
            return "{file}, line {line}: {found} fields where the header has {expected}. Mend that line, or "
                   "quote "
                   "the fields that contain the delimiter “{delimiter}”.";
        case ProblemCode::UnterminatedQuote:
            return "{file}, line {line}, column {column}: a quote is opened here and never closed. Close it, "
                   "or "
                   "double it if it belongs to the text.";
        case ProblemCode::StrayQuote:
            return "{file}, line {line}, column {column}: text follows the closing quote. Double the quotes "
                   "that "
                   "belong to the text.";
        case ProblemCode::NotText:
            return "{file}, line {line}: this is no text file (a zero byte was found). Export the table as "
                   "CSV in "
                   "UTF-8.";
        case ProblemCode::TooFewColumns:
            return "{file} has one column only, read with the delimiter “{delimiter}”. A model needs at "
                   "least two: "
                   "check that the columns are separated by a comma, a semicolon or a tab.";
        case ProblemCode::UnknownEncoding:
            return "This system knows no encoding “{encoding}”. Usual ones are UTF-8, WINDOWS-1252, "
                   "ISO-8859-15 and UTF-16.";
        case ProblemCode::NotInEncoding:
            return "{file} is not written in {encoding}: byte {byte} does not belong to it. Choose another "
                   "encoding.";
        case ProblemCode::TooManyColumns:
            return "{file}, line {line}: more than {most} columns. Check the delimiter “{delimiter}”; if "
                   "rows and columns are exchanged, transpose the table.";
        case ProblemCode::LineTooLong:
            return "{file}, line {line}: this line is longer than {most} MB. Check that it is a table of "
                   "text with one line a row.";
        case ProblemCode::TableTooLarge:
            return "{file} needs about {needed} of memory for about {rows} rows, and {available} are free. "
                   "Read a random sub-sample of its rows instead, at most about {fitting}.";
        case ProblemCode::RaggedLinesFilled:
            return "{file}, line {line}: {found} fields where the header has {expected}. {count} such lines "
                   "were filled with missing cells, or lost what they had too many.";
        case ProblemCode::RaggedLinesDropped:
            return "{file}, line {line}: {found} fields where the header has {expected}. {count} such lines "
                   "were left out.";
        case ProblemCode::TextInNumericColumn:
            return "{file}, line {line}, column “{column}”: “{text}” is not a number, unlike the rest of the "
                   "column. {count} such cells are treated as missing; mend them, or set the column's type "
                   "to "
                   "category.";
        case ProblemCode::NonFiniteCell:
            return "{file}, line {line}, column “{column}”: “{text}” is not a finite number. {count} such "
                   "cells "
                   "are treated as missing.";
        case ProblemCode::NotACount:
            return "{file}, line {line}, column “{column}”: “{text}” is not a whole number from 0 on. "
                   "{count} such cells are treated as missing; mend them, or set the column's type to "
                   "number.";
        case ProblemCode::NotADate:
            return "{file}, line {line}, column “{column}”: “{text}” is not a date, unlike the rest of the "
                   "column. {count} such cells are treated as missing; mend them, or set the column's type "
                   "to category.";
        case ProblemCode::DateOrderAmbiguous:
            return "{file}, column “{column}”: dates such as “{text}” may be read month first or day first, "
                   "and no cell decides it. They are read month first.";
        case ProblemCode::DuplicateColumnName:
            return "{file}: the column name “{column}” occurs more than once; the later one is called "
                   "“{renamed}”.";
        case ProblemCode::TooFewRows:
            return "The table has {rows} rows; at least {needed} are needed to train and to validate.";
        case ProblemCode::NoUsableInput:
            return "No column of {file} can be used as an input: each is constant, empty, free text or left "
                   "out. "
                   "Choose other inputs or another file.";
        case ProblemCode::ColumnsLeftOutConstant:
            return "Left out, because every training row has the same value there: {columns}.";
        case ProblemCode::ColumnsLeftOutText:
            return "Left out, because there are too many different texts to learn: {columns}. On the command "
                   "line, "
                   "--type NAME=category learns one all the same.";
        case ProblemCode::ColumnsLeftOutEmpty:
            return "Left out, because no training row has a value there: {columns}.";
        case ProblemCode::ColumnsLeftOutNearConstant:
            return "Left out, because nearly every row has the same value there: {columns}. Name them as "
                   "inputs to "
                   "learn them all the same.";
        case ProblemCode::ColumnsLeftOutIdentifiers:
            return "Left out, because they only number or name the rows: {columns}. Name them as inputs to "
                   "learn "
                   "them all the same.";
        case ProblemCode::ColumnsLeftOutDuplicates:
            return "Left out, because they repeat an earlier column: {columns}. Name them as inputs to learn "
                   "them "
                   "all the same.";
        case ProblemCode::ColumnAllMissing:
            return "“{column}” has no value in any row: it is left out.";
        case ProblemCode::ColumnConstant:
            return "“{column}” is {value} in every row that has a value: there is nothing to learn about it.";
        case ProblemCode::ColumnNearConstant:
            return "“{column}” is {value} in all but {others} of {rows} rows ({share} %): it is left out "
                   "unless you "
                   "make it an input.";
        case ProblemCode::ColumnOfManyTexts:
            return "“{column}” holds {distinct} different texts, too many to learn: it is left out unless "
                   "you set "
                   "its type to category.";
        case ProblemCode::ColumnCountsRows:
            return "“{column}” counts the rows from {from} to {to}: it is left out unless you make it an "
                   "input.";
        case ProblemCode::ColumnIsIdentifier:
            return "“{column}” is called like a number that names rows and has another value in each of "
                   "{rows} "
                   "rows: it is left out unless you make it an input.";
        case ProblemCode::ColumnDuplicate:
            return "“{column}” has the same values as “{other}”: it is left out unless you make it an input.";
        case ProblemCode::ColumnLooksSentinel:
            return "“{column}” is {value} in {count} rows, far from every other value (the nearest is "
                   "{nearest}). If "
                   "that stands for no value, set it as missing.";
        case ProblemCode::ColumnSuggestsCount:
            return "“{column}” holds whole numbers from 0 with a long tail (mean {mean}, variance "
                   "{variance}). If it "
                   "counts something, set its type to count.";
        case ProblemCode::MoreColumnsThanRows:
            return "{columns} input columns and only {rows} rows: expect over-fitting. Use fewer inputs or "
                   "more "
                   "rows.";
        case ProblemCode::UnknownColumn:
            return "There is no column “{column}” in {file}. Its columns are: {columns}.";
        case ProblemCode::UnknownType:
            return "“{text}” is no column type. The types are: {choices}.";
        case ProblemCode::TypeDoesNotFit:
            return "Column “{column}” cannot be read as {type}: {reason}. Choose another type for it.";
        case ProblemCode::UnknownHyperparameter:
            return "There is no hyperparameter “{name}”.";
        case ProblemCode::HyperparameterOutOfRange:
            return "{name} = {value} is outside its range {minimum} to {maximum}. Choose a value in between.";
        case ProblemCode::HyperparameterNotANumber:
            return "{name} = “{value}” cannot be understood; expected {expected}.";
        case ProblemCode::HyperparameterNotAChoice:
            return "{name} = “{value}” is not one of: {choices}.";
        case ProblemCode::ScheduleOutlastsRun:
            return "{name} takes {length} epochs, but the run has {epochs}: β never stays at its value. "
                   "Train longer or "
                   "shorten it.";
        case ProblemCode::TooManyLayers:
            return "{name}: {value} layers are more than the {maximum} that are allowed. Use fewer, wider "
                   "ones.";
        case ProblemCode::ModelTooLarge:
            return "A model of {parameters} parameters takes {needed} while it trains, and {available} are "
                   "free. Use fewer hidden units, fewer latent dimensions or a smaller batch.";
        case ProblemCode::UnknownPreset:
            return "“{name}” is no preset. The presets are: {choices}.";
        case ProblemCode::LikelihoodDoesNotFit:
            return "Column “{column}” cannot have the likelihood {likelihood}: {reason}. Choose another one, "
                   "or auto.";
        case ProblemCode::LikelihoodNotUsed:
            return "Gaussian instead of {likelihood}, which needs {reason}: {columns}.";
        case ProblemCode::UnknownScale:
            return "“{text}” is no scale. The scales are: {choices}.";
        case ProblemCode::ScaleDoesNotFit:
            return "Column “{column}” cannot have the scale {scale}: {reason}. Choose another one, or auto.";
        case ProblemCode::ScaleNotUsed:
            return "Standardised instead of the scale {scale}, which needs {reason}: {columns}.";
        case ProblemCode::ClipOutOfRange:
            return "A share of {value} cannot be clipped on either side. Choose one from 0 (none) to below "
                   "0.5, such "
                   "as 0.01.";
        case ProblemCode::TrainingDiverged:
            return "Training diverged at step {step} (epoch {epoch}): the {quantity} is no longer finite, "
                   "and column “{column}” has the largest share. The "
                   "parameters are back at their last finite state (epoch {restored}). Lower the learning "
                   "rate "
                   "({learning_rate} now) and run on, or reset.";
        case ProblemCode::RunUnreadable:
            return "{file} is not a run that this version can read ({reason}).";
        case ProblemCode::RunInUse:
            return "Another program is writing the run {folder}. Wait until it has ended, or choose another "
                   "folder.";
        case ProblemCode::RunHasNoCheckpoint:
            return "The run {folder} holds no checkpoint to go on from: it is of an earlier version, or was "
                   "stopped before it began. Train it again.";
        case ProblemCode::RunTableMissing:
            return "The table of this run, {file}, is not there any more. Put it back, or on the command "
                   "line say where it is now: --data FILE, or for a report FILE behind the run.";
        case ProblemCode::RunTableChanged:
            return "{file} is not as it was when the run was trained: {reason}. Put the table of that time "
                   "back, or on the command line say where it is: --data FILE, or for a report FILE behind "
                   "the run.";
        case ProblemCode::ProjectUnreadable:
            return "{file} is not a project that this version can read ({reason}).";
        case ProblemCode::ProjectTableMissing:
            return "The table of this project, {file}, is not there any more. Put it back, or say where it "
                   "is "
                   "now.";
        case ProblemCode::ProjectTableChanged:
            return "{file} is not the table of this project: {reason}. Put the table of that time back, or "
                   "say where it is now.";
        case ProblemCode::TableDoesNotFitRun:
            return "{file} does not fit the run: {reason}. Use a table with the columns that the run was "
                   "trained "
                   "on.";
        case ProblemCode::LatentsDoNotFit:
            return "{file} holds no points of the run's latent space: {reason}. Give it the columns "
                   "{columns} "
                   "with a number in each row.";
        case ProblemCode::ColumnsNotFilled:
            return "Not filled, because the run did not learn these columns: {columns}.";
        case ProblemCode::Cancelled:
            return "Reading {file} was cancelled.";
        case ProblemCode::UnknownGenerator:
            return "There is no generator “{name}”. There are: {choices}.";
        case ProblemCode::FilterNotUnderstood:
            return "The row filter “{filter}” cannot be understood at character {position}: {reason}.";
        case ProblemCode::TooFewRowsKept:
            return "Of {rows} rows only {kept} are left; at least {needed} are needed to train and to "
                   "validate. "
                   "Choose a filter, a selection or a sub-sample that keeps more.";
        case ProblemCode::ExcludedRowUnknown:
            return "Row {row} is to be left out, but the table has {rows} rows, counted from 0. Take it from "
                   "the "
                   "list of rows to leave out, or open the table that the list was made for.";
        case ProblemCode::BalanceNeedsClasses:
            return "Rows cannot be balanced by {column}: {reason}. Choose a label column with a few classes, "
                   "or "
                   "do not balance.";
        case ProblemCode::SplitNeedsGroups:
            return "Rows cannot be split by column “{column}”: {reason}. Choose a column that tells training "
                   "from validation rows, or groups of rows.";
        case ProblemCode::OutOfMemory:
            return "There is not enough memory for {what}. Use fewer rows, columns or units.";
    }
    return "";
}

std::string fillPlaceholders(std::string text, const Facts& facts) {
    std::string filled;
    filled.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t close = text[at] == '{' ? text.find('}', at) : std::string::npos;
        if (close == std::string::npos) {
            filled += text[at++];
            continue;
        }
        const auto fact = facts.find(std::string_view(text).substr(at + 1, close - at - 1));
        filled += fact != facts.end() ? fact->second : text.substr(at, close - at + 1);
        at = close + 1;
    }
    return filled;
}

std::string listOfNames(const std::vector<std::string>& names, std::size_t shown) {
    std::string list;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        list += (i ? ", “" : "“") + names[i] + "”";
    if (names.size() > shown)
        list += " and " + std::to_string(names.size() - shown) + " more";
    return list;
}

std::string shortNumber(double value) {
    std::array<char, 32> buffer;
    const std::to_chars_result written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 3);
    return {buffer.data(), written.ptr};
}

std::string describe(const Problem& problem) {
    return fillPlaceholders(messageTemplate(problem.code), problem.facts);
}

}  // namespace latentscape
