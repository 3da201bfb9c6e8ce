#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <functional>

#include "core/support/problem.h"

namespace latentscape::ui {

/// A strip under the toolbar that says what went wrong or what was left out, until it is closed or replaced.
/// Never takes the focus and never blocks.
class MessageBar : public QWidget {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    /// Something failed.
    void showError(const Problem& problem);
    /// Something is worth knowing. Added to notes that are on show; an error on show stays.
    void showNotes(const Problems& problems);
    /// The same in words of its own, above the other notes.
    void showRemark(const QString& text);
    /// Something is under way. Replaces notes, not an error.
    void showStatus(const QString& text);
    /// The same with the share from 0 to 1 that is done, and a button that cancels it if it can be: `cancel`
    /// is called after a click, `help` says what becomes of it. An error on show stays, with what it offers.
    void showProgress(const QString& text, double share, const QString& help = {},
                      std::function<void()> cancel = {});
    /// Adds a button to the message on show, until that is replaced or cleared. `action` is called after a
    /// click.
    void offer(const QString& text, const QString& help, std::function<void()> action);
    /// A second button beside that one.
    void offerBeside(const QString& text, const QString& help, std::function<void()> action);
    void clear();
    /// Notes stay.
    void clearError();
    bool showsError() const { return m_isError; }
    QString text() const { return m_text->text(); }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showText(const QString& text, bool isError);
    void showAllNotes();
    void applyPalette();

    QLabel* m_icon;
    QLabel* m_text;
    QProgressBar* m_progress;
    QPushButton* m_offer;
    QPushButton* m_offerBeside;
    QToolButton* m_close;
    QString m_remark;
    Problems m_notes;
    std::function<void()> m_action;
    std::function<void()> m_actionBeside;
    bool m_isError = false;
};

}  // namespace latentscape::ui
