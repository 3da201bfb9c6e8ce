#include "ui/explore/groups_panel.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/data/csv_writer.h"
#include "ui/panels/panel_colours.h"
#include "ui/plots/map_tool.h"
#include "ui/plots/palette.h"
#include "ui/support/plot_menu.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kMargin = 8;
constexpr int kSwatch = 12;

enum ListColumn { kName, kRows };

QIcon swatch(const QColor& colour, double ratio) {
    QPixmap pixmap(QSize(kSwatch, kSwatch) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(1, 1, kSwatch - 2, kSwatch - 2));
    painter.end();
    return pixmap;
}

/// A line for each row of each group, rows counted from 0.
std::string groupsCsv(const std::vector<Group>& groups) {
    CsvWriter writer(std::vector<std::string>{"group", "row"});
    for (const Group& group : groups)
        for (const Index row : group.rows.members()) {
            writer.addCell(group.name.toStdString());
            writer.addCell(std::to_string(row));
            writer.endRow();
        }
    return writer.text();
}

}  // namespace

GroupsPanel::GroupsPanel(ViewState& viewState, QWidget* parent)
    : QWidget(parent),
      m_viewState(viewState),
      m_pages(new QStackedWidget(this)),
      m_hint(new QLabel(this)),
      m_list(new QTreeWidget(this)),
      m_make(add(tr("Make a group"), tr("Make a group of the selected rows"))),
      m_select(
          add(tr("Select"), tr("Select the rows of this group; with Shift add them, with Ctrl toggle, with "
                               "Alt remove them (double-click)"))),
      m_addRows(add(tr("Add rows"), tr("Put the selected rows into this group"))),
      m_takeOut(add(tr("Take out"), tr("Take the selected rows out of this group"))),
      m_rename(add(tr("Rename"), tr("Give this group another name"), Qt::Key_F2)),
      m_delete(add(tr("Delete"), tr("Forget this group; its rows stay"), QKeySequence::Delete)) {
    m_hint->setText(
        tr("A group keeps rows under a name while models come and go. Select rows, then make a group "
           "of them."));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setMargin(2 * kMargin);
    makeQuiet(*m_hint, palette());
    m_list->setAccessibleName(tr("Groups"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setRootIsDecorated(false);
    m_list->setHeaderLabels({tr("Group"), tr("Rows")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(kRows, QHeaderView::ResizeToContents);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->addActions({m_select, m_addRows, m_takeOut, m_rename, m_delete});
    auto* const menu = new PlotMenu(*m_list, tr("groups"), [this] {
        return [groups = m_viewState.groups().all()] { return groupsCsv(groups); };
    });
    connect(menu, &PlotMenu::opening, this, [this](QMenu& opened) { opened.addActions(m_list->actions()); });
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_list);

    auto* const buttons = new QHBoxLayout;
    buttons->setContentsMargins(kMargin, 0, kMargin, 0);
    buttons->setSpacing(2);
    for (QAction* const action : {m_make, m_select, m_addRows, m_takeOut}) {
        auto* const button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(buttons);
    layout->addWidget(m_pages, 1);

    connectActions();
    connect(&viewState.groups(), &Groups::changed, this, &GroupsPanel::showGroups);
    connect(&viewState.selection(), &Selection::changed, this, &GroupsPanel::enableActions);
    showGroups();
}

QAction* GroupsPanel::add(const QString& text, const QString& help, const QKeySequence& shortcut) {
    auto* const action = new QAction(text, this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetShortcut);
    const QString key = shortcut.toString(QKeySequence::NativeText);
    action->setToolTip(key.isEmpty() ? help : tr("%1 (%2)").arg(help, key));
    return action;
}

void GroupsPanel::connectActions() {
    Groups& groups = m_viewState.groups();
    const Selection& selection = m_viewState.selection();
    const auto onCurrent = [this](QAction* action, auto job) {
        connect(action, &QAction::triggered, this, [this, job] {
            if (const std::optional<int> group = current())
                job(*group, m_viewState.groups().all()[std::size_t(*group)].rows);
        });
    };
    connect(m_make, &QAction::triggered, this, [this, &groups, &selection] {
        groups.add({}, selection.rows());
        QTreeWidgetItem* const item = m_list->topLevelItem(m_list->topLevelItemCount() - 1);
        m_list->setCurrentItem(item);
        m_list->editItem(item, kName);
    });
    onCurrent(m_select, [this](int group, const RowSet&) {
        select(group, selectionMode(QApplication::keyboardModifiers()));
    });
    onCurrent(m_addRows, [&groups, &selection](int group, const RowSet& rows) {
        groups.setRows(group, rows | selection.rows());
    });
    onCurrent(m_takeOut, [&groups, &selection](int group, const RowSet& rows) {
        groups.setRows(group, rows - selection.rows());
    });
    onCurrent(m_rename,
              [this](int group, const RowSet&) { m_list->editItem(m_list->topLevelItem(group), kName); });
    onCurrent(m_delete, [&groups](int group, const RowSet&) { groups.remove(group); });
    connect(m_list, &QTreeWidget::itemActivated, m_select, &QAction::trigger);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &GroupsPanel::enableActions);
    connect(m_list, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
        // Not from within the edit: the list is filled anew.
        const auto rename = [this, group = m_list->indexOfTopLevelItem(item), name = item->text(kName)] {
            m_viewState.groups().rename(group, name);
            showGroups();
        };
        QMetaObject::invokeMethod(this, rename, Qt::QueuedConnection);
    });
}

void GroupsPanel::select(int group, SelectionMode mode) {
    m_viewState.selection().apply(m_viewState.groups().all()[std::size_t(group)].rows, mode);
}

std::optional<int> GroupsPanel::current() const {
    const int group = m_list->currentIndex().row();
    return group >= 0 && group < int(m_viewState.groups().all().size()) ? std::optional(group) : std::nullopt;
}

void GroupsPanel::showGroups() {
    const QSignalBlocker blocker(m_list);
    const int row = m_list->currentIndex().row();
    const bool dark = PlotTheme::fromPalette(palette()).dark;
    m_list->clear();
    for (const Group& group : m_viewState.groups().all()) {
        auto* const item = new QTreeWidgetItem(m_list);
        item->setText(kName, group.name);
        item->setToolTip(kName, group.name);
        item->setIcon(kName, swatch(classColour(group.colour, dark), devicePixelRatioF()));
        item->setText(kRows, locale().toString(qlonglong(group.rows.count())));
        item->setTextAlignment(kRows, Qt::AlignRight | Qt::AlignVCenter);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
    m_list->setCurrentItem(m_list->topLevelItem(std::min(row, m_list->topLevelItemCount() - 1)));
    m_pages->setCurrentWidget(m_list->topLevelItemCount() > 0 ? static_cast<QWidget*>(m_list) : m_hint);
    enableActions();
}

void GroupsPanel::enableActions() {
    const bool hasRows = !m_viewState.selection().rows().empty();
    const bool hasGroup = current().has_value();
    m_make->setEnabled(hasRows);
    m_addRows->setEnabled(hasRows && hasGroup);
    m_takeOut->setEnabled(hasRows && hasGroup);
    for (QAction* const action : {m_select, m_rename, m_delete})
        action->setEnabled(hasGroup);
}

void GroupsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    makeQuiet(*m_hint, palette());
    showGroups();
}

}  // namespace latentscape::ui
