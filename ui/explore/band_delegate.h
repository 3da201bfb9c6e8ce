#pragma once

#include <QStyledItemDelegate>

namespace latentscape::ui {

/// Paints a cell's text and, below it, where its values lie in the column's range: a band from one end to the
/// other, and a tick at the value. The model gives the three as shares of the range, in the roles that the
/// delegate is made with; a cell without them is its text alone.
class BandDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    struct Roles {
        int value;
        int lower;
        int upper;
    };

    BandDelegate(const Roles& roles, QObject* parent) : QStyledItemDelegate(parent), m_roles(roles) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

    /// Height of a row in this font, in pixels.
    static int rowHeight(const QFontMetrics& metrics);

private:
    Roles m_roles;
};

}  // namespace latentscape::ui
