#pragma once

#include <QLocale>
#include <QString>
#include <optional>

#include "core/data/dataset.h"
#include "core/data/encoded_column.h"

namespace latentscape::ui {

/// What a person wrote into a cell.
struct WrittenCell {
    /// The number, or the index of the category; none for a missing cell.
    std::optional<double> value;
    /// Why the column cannot have it, as a sentence; empty if it can.
    QString refusal;
};

/// Reads `text` as a value of a column that the model sees as `encoded` says. Nothing, or "missing" in the
/// person's language, is a missing cell. Numbers may be written as the locale writes them or as programs do.
WrittenCell readWritten(const QLocale& locale, const Column& column, const EncodedColumn& encoded,
                        const QString& text);

}  // namespace latentscape::ui
