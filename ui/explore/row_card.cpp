#include "ui/explore/row_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "ui/panels/panel_colours.h"
#include "ui/panels/reconstruction_bars.h"
#include "ui/panels/row_line_view.h"
#include "ui/panels/row_table.h"
#include "ui/support/cell_text.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {

RowCard::RowCard(VectorLook look, QWidget* parent)
    : QWidget(parent),
      m_title(new ElidedLabel(this)),
      m_error(new QLabel(this)),
      m_restore(new QToolButton(this)),
      m_body(new QStackedWidget(this)) {
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_error->setToolTip(
        tr("Over the columns that are not missing: the error as a share of the column's range, and for "
           "categories the probability that the model withholds from the true one"));
    m_restore->setText(tr("Restore"));
    m_restore->setObjectName(QStringLiteral("restore"));
    m_restore->setToolTip(tr("Every cell of this row as in the table again"));
    m_restore->setAccessibleName(m_restore->toolTip());
    m_restore->hide();
    connect(m_restore, &QToolButton::clicked, this, [this] { emit restoreWanted(m_row); });

    auto* const head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_error);
    head->addWidget(m_restore);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(m_body, 1);

    m_lines.setEditable(true);
    connect(&m_lines, &ReconstructionModel::cellWritten, this,
            [this](Index column, std::optional<double> value) { emit cellWritten(m_row, column, value); });
    new PlotMenu(*this, tr("row"), [this] { return m_lines.csvJob(); });
    makeQuiet(*m_error, palette());
    setLook(look);
}

QWidget* RowCard::createView(VectorLook look) {
    switch (look) {
        case VectorLook::Bars:
            return new ReconstructionBars(m_lines, m_body);
        case VectorLook::Line:
            return new RowLineView(m_lines, m_body);
        case VectorLook::Table:
            return new RowTable(m_lines, true, m_body);
        case VectorLook::Image:
            break;
    }
    auto* const image = new ImagePairView(m_lines, m_body);
    image->setImageLayout(m_image.size, m_image.channels);
    return image;
}

void RowCard::setLook(VectorLook look) {
    QWidget*& view = m_views[std::size_t(look)];
    if (!view) {
        view = createView(look);
        m_body->addWidget(view);
    }
    m_body->setCurrentWidget(view);
}

void RowCard::setImage(const VectorImage& image) {
    m_image = image;
    if (QWidget* const view = m_views[std::size_t(VectorLook::Image)])
        static_cast<ImagePairView*>(view)->setImageLayout(image.size, image.channels);
}

void RowCard::setByError(bool byError) {
    m_lines.sort(byError ? ReconstructionModel::Error : -1, Qt::DescendingOrder);
}

void RowCard::setBodyHeight(int smallest, int largest) {
    m_body->setMinimumHeight(smallest);
    m_body->setMaximumHeight(largest);
}

void RowCard::setRow(const ExaminedRow& row, const QString& title) {
    m_row = row.details.reconstruction.row;
    m_lines.setReconstruction(row.details.reconstruction, row.edits);
    m_title->setText(row.edits.empty() ? title : tr("%1 · edited").arg(title));
    const std::optional<double> error = m_lines.meanError();
    m_error->setText(error ? tr("error %1").arg(percentText(locale(), *error, 1))
                           : tr("every value is missing"));
    m_restore->setVisible(!row.edits.empty());
}

void RowCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        makeQuiet(*m_error, palette());
}

void RowCard::mousePressEvent(QMouseEvent* event) {
    QWidget::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && event->position().y() < m_body->geometry().top())
        emit chosen(m_row);
}

}  // namespace latentscape::ui
