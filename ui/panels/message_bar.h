#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

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
    /// Something is under way. Replaces notes, not an error.
    void showStatus(const QString& text);
    void clear();
    /// Notes stay.
    void clearError();
    QString text() const { return m_text->text(); }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showText(const QString& text, bool isError);
    void applyPalette();

    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
    Problems m_notes;
    bool m_isError = false;
};

}  // namespace latentscape::ui
