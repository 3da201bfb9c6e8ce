#include "ui/models/decoded_columns.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("DecodedColumns", text);
}

}  // namespace

QString DecodedColumns::name(int i) const {
    return QString::fromStdString(encoded(i).name);
}

int DecodedColumns::decimals(int i) const {
    return computedDecimals(column(i).decimals, range(i).span());
}

QString DecodedColumns::value(int i, double value) const {
    return valueText(QLocale(), column(i), value, decimals(i));
}

QString DecodedColumns::certainty(int i, const PredictedCell& cell) const {
    const EncodedColumn& about = encoded(i);
    if (!about.hasNumbers())
        return percentText(QLocale(), cell.decoded.probability);
    if (!hasPredictiveInterval(about))
        return {};
    return translated("%1 … %2").arg(value(i, cell.lower), value(i, cell.upper));
}

QString DecodedColumns::effect(int i, double slope) const {
    if (!encoded(i).hasNumbers())
        return translated("%1 %").arg(signedNumberText(QLocale(), 100 * slope, 1));
    return differenceText(QLocale(), column(i), slope, decimals(i) + 1);
}

ColumnRange DecodedColumns::range(int i) const {
    const EncodedColumn& about = encoded(i);
    if (!about.hasNumbers())
        return {.minimum = 0, .maximum = std::max(0.0, double(about.categories.size()) - 1)};
    if (about.features == 0)
        return {.minimum = about.constant, .maximum = about.constant};
    return {.minimum = about.minimum, .maximum = about.maximum};
}

double DecodedColumns::spread(int i) const {
    const EncodedColumn& about = encoded(i);
    if (!about.hasNumbers() || about.features == 0)
        return 1;
    const double deviation = m_data->statistics.variance.size() > about.firstFeature
                                 ? std::sqrt(double(m_data->statistics.variance[about.firstFeature]))
                                 : 1;
    // Encoded units are linear in the original ones but for logarithms, whose middle stands for all.
    const double scale = isLogarithmic(about.numberScale) ? about.scale * std::exp(about.shift) : about.scale;
    return deviation > 0 ? deviation * scale : scale;
}

}  // namespace latentscape::ui
