#pragma once

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolBar>
#include <vector>

namespace latentscape::ui {

/// The workspaces of the window: each is a page in its centre with docks around it, which come back as the
/// person has left them. Ctrl+1, Ctrl+2 … and a bar of buttons switch between them.
class Workspaces : public QObject {
    Q_OBJECT

public:
    /// All outlive the workspaces. The buttons are put into `bar`.
    Workspaces(QMainWindow& window, QStackedWidget& pages, QToolBar& bar);

    struct Workspace {
        QString title;
        QString help;
        QWidget* page = nullptr;
        QList<QDockWidget*> docks;
    };

    /// Adds a workspace at the end and returns the action that shows it.
    QAction* add(const Workspace& workspace);
    QList<QAction*> actions() const;
    /// Shows a workspace in place of the one on show, or of a page that is none.
    void show(int workspace);
    /// Index of the workspace on show; -1 for none.
    int current() const { return m_current; }
    /// The arrangement of a workspace's docks, as QMainWindow::saveState() gives it; empty if it was never on
    /// show.
    QByteArray layout(int workspace) const;
    /// What layout() gave in an earlier session.
    void setLayout(int workspace, const QByteArray& layout);
    /// All of them, where they are known, and shows `workspace`.
    void restore(const std::vector<QByteArray>& layouts, int workspace);

    /// Raised when docks change, so that an old saved layout is not applied to new docks.
    static constexpr int kLayoutVersion = 4;

signals:
    void shown(int workspace);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Entry {
        Workspace workspace;
        QAction* action = nullptr;
        QByteArray layout;
    };

    void keepSize(const QSize& size);
    void arrangeDocks(const Entry& entry);
    void markButtons();

    QMainWindow& m_window;
    QStackedWidget& m_pages;
    QToolBar& m_bar;
    QActionGroup* m_group;
    std::vector<Entry> m_entries;
    int m_current = -1;
};

}  // namespace latentscape::ui
