#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

#include "ui/plots/palette.h"

namespace latentscape::ui {

/// The two lines above a curve chart: what is drawn in which unit, and the name and the value of each curve.
class CurveHeader : public QWidget {
    Q_OBJECT

public:
    struct Reading {
        QColor colour;
        QString name;
        /// Empty where the curve has no value.
        QString value;
    };

    CurveHeader(const QString& title, const QString& unit, QWidget* parent);

    /// `place` says where the values were read; empty for the newest.
    void setReadings(std::vector<Reading> readings, const QString& place);
    /// How the curves are drawn, after their unit; `explanation` is its tooltip.
    void setNote(const QString& note, const QString& explanation);
    const QString& note() const { return m_note; }
    void setTheme(const PlotTheme& theme);
    const std::vector<Reading>& readings() const { return m_readings; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    QString m_unit;
    QString m_note;
    QString m_place;
    std::vector<Reading> m_readings;
    PlotTheme m_theme;
};

}  // namespace latentscape::ui
