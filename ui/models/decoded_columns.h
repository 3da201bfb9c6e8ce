#pragma once

#include <QString>

#include "core/analysis/latent_decoder.h"
#include "core/training/training_data.h"
#include "ui/models/column_range.h"

namespace latentscape::ui {

/// How the columns that a model decodes to are named, written and measured on screen. A value; columns are
/// those of the preprocessor, in its order.
class DecodedColumns {
public:
    DecodedColumns() = default;
    /// Null for no columns.
    explicit DecodedColumns(TrainingDataPtr data) : m_data(std::move(data)) {}

    const TrainingDataPtr& data() const { return m_data; }
    int count() const { return m_data ? int(m_data->preprocessor.columns().size()) : 0; }
    const EncodedColumn& encoded(int i) const { return m_data->preprocessor.columns()[std::size_t(i)]; }
    const Column& column(int i) const { return m_data->dataset->column(encoded(i).column); }

    QString name(int i) const;
    /// A number with as many decimals as its range needs, a date, or a category.
    QString value(int i, double value) const;
    /// "4.3 … 5.9" for a number of which the model knows how it scatters, "97 %" for a category; empty
    /// otherwise.
    QString certainty(int i, const PredictedCell& cell) const;
    /// What the column changes by for one unit of z: "+0.31", "+12 %" of probability, "−3 d".
    QString effect(int i, double slope) const;

    /// Of the training rows; categories by their number.
    ColumnRange range(int i) const;
    /// Size of one standard deviation of a number, or 1 for a probability: what effects on different columns
    /// are compared by.
    double spread(int i) const;

private:
    int decimals(int i) const;

    TrainingDataPtr m_data;
};

}  // namespace latentscape::ui
