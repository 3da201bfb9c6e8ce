#include "ui/import/rejected_list.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

enum Section { Line, Name, Text, Reason };

QString reasonText(const RejectedText& rejected) {
    switch (rejected.reason) {
        case ProblemCode::TextInNumericColumn:
            return RejectedList::tr("not a number; treated as missing");
        case ProblemCode::NonFiniteCell:
            return RejectedList::tr("not a finite number; treated as missing");
        case ProblemCode::NotACount:
            return RejectedList::tr("not a whole number from 0 on; treated as missing");
        case ProblemCode::NotADate:
            return RejectedList::tr("not a date; treated as missing");
        case ProblemCode::RaggedLine:
            return RejectedList::tr("more or fewer cells than the first line");
        case ProblemCode::StrayQuote:
            return RejectedList::tr("text after a closing quotation mark");
        case ProblemCode::UnterminatedQuote:
            return RejectedList::tr("a quotation mark that is never closed");
        default:
            return RejectedList::tr("does not fit the type; treated as missing");
    }
}

}  // namespace

RejectedList::RejectedList(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_list(new QTreeWidget(this)) {
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("rejected"));
    m_list->setAccessibleName(tr("Lines and cells that were not read as they stand"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setHeaderLabels({tr("Line"), tr("Column"), tr("Text"), tr("What is wrong")});
    m_list->headerItem()->setTextAlignment(Line, Qt::AlignRight | Qt::AlignVCenter);
    m_list->header()->setStretchLastSection(true);
    m_list->setToolTip(tr("Click one to see it above, if it is among the rows shown"));
    for (const auto signal : {&QTreeWidget::itemClicked, &QTreeWidget::itemActivated})
        connect(m_list, signal, this,
                [this](QTreeWidgetItem* item) { emit chosen(m_list->indexOfTopLevelItem(item)); });
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_list, 1);
    hide();
}

void RejectedList::setReport(const ImportReport& report, Index firstRows) {
    m_list->clear();
    setVisible(report.rejectedCount > 0);
    const int count = int(report.rejectedCount);
    QString title;
    if (firstRows > 0)
        title = (count == 1 ? tr("1 line or cell of the first %1 rows is not read as it stands")
                            : tr("%Ln lines and cells of the first %1 rows are not read as they stand",
                                 nullptr, count))
                    .arg(countText(firstRows));
    else
        title = count == 1 ? tr("1 line or cell of the file is not read as it stands")
                           : tr("%Ln lines and cells of the file are not read as they stand", nullptr, count);
    if (Index(report.rejected.size()) < report.rejectedCount)
        title = tr("%1; here are the first %2").arg(title, countText(qint64(report.rejected.size())));
    m_title->setText(title);
    QList<QTreeWidgetItem*> items;
    for (const RejectedText& rejected : report.rejected) {
        auto* const item =
            new QTreeWidgetItem({countText(rejected.line), QString::fromStdString(rejected.column),
                                 QString::fromStdString(rejected.text).replace('\n', QStringLiteral(" ⏎ ")),
                                 reasonText(rejected)});
        item->setTextAlignment(Line, Qt::AlignRight | Qt::AlignVCenter);
        items << item;
    }
    m_list->addTopLevelItems(items);
    for (const int section : {Line, Name, Text})
        m_list->resizeColumnToContents(section);
}

}  // namespace latentscape::ui
