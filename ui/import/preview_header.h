#pragma once

#include <QHeaderView>

namespace latentscape::ui {

/// The header of the preview: the name of a column, and under it its type and role. What was set by hand is
/// bold and in the accent colour.
class PreviewHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit PreviewHeader(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    /// As wide as a column's name, type and role.
    int widthFor(int section) const;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    struct Part {
        QString text;
        bool byHand = false;
    };

    QList<Part> parts(int section) const;
    QFont fontOf(const Part& part) const;
};

}  // namespace latentscape::ui
