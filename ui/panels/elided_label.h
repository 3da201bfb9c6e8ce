#pragma once

#include <QLabel>

namespace latentscape::ui {

/// One line of text that ends in “…” where the room ends, with the whole of it in a tooltip.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    using QLabel::QLabel;

    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace latentscape::ui
