#pragma once

#include <QAction>
#include <QLabel>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QWidget>

#include "ui/models/view_state.h"

namespace latentscape::ui {

/// The named groups of the open table: made from the selection, selected again, changed and deleted.
class GroupsPanel : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the panel.
    explicit GroupsPanel(ViewState& viewState, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* add(const QString& text, const QString& help, const QKeySequence& shortcut = {});
    void connectActions();
    void showGroups();
    void enableActions();
    std::optional<int> current() const;
    void select(int group, SelectionMode mode);

    ViewState& m_viewState;
    QStackedWidget* m_pages;
    QLabel* m_hint;
    QTreeWidget* m_list;
    QAction* m_make;
    QAction* m_select;
    QAction* m_addRows;
    QAction* m_takeOut;
    QAction* m_rename;
    QAction* m_delete;
};

}  // namespace latentscape::ui
