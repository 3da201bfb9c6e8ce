#pragma once

#include <QSlider>
#include <optional>
#include <vector>

namespace latentscape::ui {

/// A slider over the epochs of a run that stops where states are kept: value i is the i-th of them, and the
/// largest value is now. Marks show live changes and the best epoch.
class TimelineSlider : public QSlider {
    Q_OBJECT

public:
    struct Mark {
        double epoch = 0;
        QString text;
    };

    explicit TimelineSlider(QWidget* parent = nullptr);

    /// Epochs ascend. Changes the range without a signal; the value stays in it.
    void setMoments(std::vector<double> epochs, double now);
    void setMarks(std::vector<Mark> edits, std::optional<double> best);
    /// Of a value; the last is now.
    double epochAt(int value) const;
    /// The value whose epoch is nearest.
    int valueNear(double epoch) const;

    QSize sizeHint() const override { return {240, 24}; }
    QSize minimumSizeHint() const override { return {80, 24}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    double xOf(double epoch) const;
    double epochOfX(double x) const;
    QString tooltipAt(QPoint position) const;

    std::vector<double> m_epochs;
    double m_now = 0;
    std::vector<Mark> m_edits;
    std::optional<double> m_best;
};

}  // namespace latentscape::ui
