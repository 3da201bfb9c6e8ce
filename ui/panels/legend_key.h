#pragma once

#include <QPalette>
#include <QWidget>

namespace latentscape::ui {

/// A swatch of colour and what it stands for.
class LegendKey : public QWidget {
    Q_OBJECT

public:
    using Colour = QColor (*)(const QPalette&);

    LegendKey(const QString& text, Colour colour, QWidget* parent = nullptr);

    void setText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Colour m_colour;
};

}  // namespace latentscape::ui
