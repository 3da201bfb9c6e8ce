#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "ui/plots/run_times.h"

class QAction;
class QComboBox;
class QSlider;
class QToolButton;

namespace latentscape::ui {

/// How the curves are looked at: a slim line of controls above them.
class CurveToolBar : public QWidget {
    Q_OBJECT

public:
    /// `more` are the titles of the charts that are shown on demand.
    CurveToolBar(const QStringList& more, QWidget* parent);

    TimeAxis axis() const;
    bool logarithmic() const;
    /// As CurveChart::Look::smoothing.
    double smoothing() const;
    bool showsMore(int index) const;
    void setShowsMore(int index, bool shown);
    /// The text of the pinned time; empty for none.
    void setPinned(const QString& text);

signals:
    void axisChanged();
    /// Scale or smoothing.
    void lookChanged();
    void moreChanged();
    void unpinned();

private:
    QComboBox* m_axis;
    QToolButton* m_logarithmic;
    QSlider* m_smoothing;
    QToolButton* m_more;
    std::vector<QAction*> m_moreActions;
    QToolButton* m_pinned;
};

}  // namespace latentscape::ui
