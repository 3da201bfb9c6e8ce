#include "ui/data/column_remarks.h"

#include <QLabel>

#include "core/data/generators.h"
#include "ui/support/format.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

constexpr int kSpacing = 4;

/// The value as a person writes it: what usually stands for "no value" is a whole number.
std::string wholeNumber(const std::string& text) {
    return text.substr(0, text.find('.'));
}

}  // namespace

ColumnRemarks::ColumnRemarks(ColumnTableModel& columns, QWidget* parent)
    : QWidget(parent), m_columns(columns), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    hide();
}

void ColumnRemarks::showColumn(std::optional<Index> column) {
    Problems remarks = column ? m_columns.remarks(int(*column)) : Problems();
    // A button that is being pressed must not vanish under the hand because something else is new.
    if (column == m_column && remarks == m_remarks)
        return;
    m_column = column;
    m_remarks = std::move(remarks);
    if (m_content) {
        m_content->hide();
        m_content->deleteLater();
    }
    m_content = new QWidget(this);
    auto* const layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    m_layout->addWidget(m_content);
    for (const Problem& remark : m_remarks)
        addRemark(*m_column, remark);
    m_content->show();
    setVisible(!m_remarks.empty());
}

void ColumnRemarks::addRemark(Index column, const Problem& remark) {
    auto* const text = new QLabel(problemText(remark), m_content);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_content->layout()->addWidget(text);
    switch (remark.code) {
        case ProblemCode::ColumnLooksSentinel: {
            const std::string value = wholeNumber(remark.facts.at("value"));
            addRemedy(column, remark, tr("Treat %1 as missing").arg(QString::fromStdString(value)),
                      [this, value](const auto& columns) { emit missingRequested(columns, value); });
            break;
        }
        case ProblemCode::ColumnSuggestsCount:
            addRemedy(column, remark, tr("Read as counts"),
                      [this](const auto& columns) { emit typeRequested(columns, ColumnType::Count); });
            break;
        case ProblemCode::ColumnNearConstant:
        case ProblemCode::ColumnCountsRows:
        case ProblemCode::ColumnIsIdentifier:
        case ProblemCode::ColumnDuplicate:
            connect(addButton(tr("Learn it all the same"), tr("Makes the column an input")),
                    &QPushButton::clicked, this, [this, column] {
                        m_columns.change({column}, ColumnTableModel::Role, int(ColumnRole::Input));
                    });
            break;
        default:
            break;
    }
}

QPushButton* ColumnRemarks::addButton(const QString& text, const QString& help) {
    auto* const button = new QPushButton(text, m_content);
    button->setToolTip(help);
    button->setAccessibleDescription(help);
    m_content->layout()->addWidget(button);
    return button;
}

void ColumnRemarks::addRemedy(Index column, const Problem& remark, const QString& text,
                              const Remedy& remedy) {
    // What was made up cannot be read in another way.
    if (m_columns.dataset()->path().starts_with(kGeneratedPrefix))
        return;
    const QString help =
        tr("Reads the file again; training on it starts anew. The import settings show this and take it "
           "back.");
    const auto namesOf = [this](const std::vector<Index>& columns) {
        std::vector<std::string> names;
        for (const Index index : columns)
            names.push_back(m_columns.column(int(index)).name);
        return names;
    };
    connect(addButton(text, help), &QPushButton::clicked, this,
            [remedy, names = namesOf({column})] { remedy(names); });
    const std::vector<Index> alike = m_columns.columnsWith(remark);
    if (alike.size() < 2)
        return;
    QPushButton* const all =
        addButton(tr("… in all %1 such columns").arg(countText(qint64(alike.size()))), help);
    all->setAccessibleName(tr("%1 in all %2 such columns").arg(text, countText(qint64(alike.size()))));
    connect(all, &QPushButton::clicked, this, [remedy, names = namesOf(alike)] { remedy(names); });
}

}  // namespace latentscape::ui
