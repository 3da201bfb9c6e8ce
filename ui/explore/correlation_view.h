#pragma once

#include <QWidget>
#include <memory>

#include "core/analysis/correlation.h"

namespace latentscape::ui {

/// Correlations of the table's columns beside those of made-up rows, as two heat maps: blue where two columns
/// rise together, vermilion where one falls.
class CorrelationView : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// One name for each of `pair.columns`; null for none.
    void setCorrelations(std::shared_ptr<const CorrelationPair> pair, const QStringList& names);
    /// Of the pair of columns under a point: `a and b: 0.82 in the table, 0.31 generated`; empty beside the
    /// maps.
    QString textAt(QPointF position) const;
    /// The pairs that differ most, in words.
    QString largestText(std::size_t count) const;
    std::string csv() const;

    QSize sizeHint() const override { return {360, 180}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where the cells of a map lie; the first is the table's.
    QRectF mapArea(int map) const;
    qreal nameHeight() const;
    QString pairText(std::size_t one, std::size_t other) const;

    std::shared_ptr<const CorrelationPair> m_pair;
    QStringList m_names;
};

}  // namespace latentscape::ui
