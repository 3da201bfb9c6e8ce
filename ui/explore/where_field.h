#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QWidget>
#include <optional>

#include "ui/models/view_state.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// A line in which a person says which rows to select, as an expression on the columns. What is typed is
/// checked at once, off the window's thread; Enter selects: with Shift added, with Ctrl toggled, with Alt
/// removed.
class WhereField : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the field.
    explicit WhereField(ViewState& viewState, QWidget* parent = nullptr);

    QLineEdit& edit() { return *m_edit; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Answer {
        DatasetPtr dataset;
        RowSet rows;
        std::optional<Problem> problem;
        /// How it counts, once it was entered.
        std::optional<SelectionMode> mode;
    };

    /// Gives an example with a column of the table.
    void onTable();
    void ask(std::optional<SelectionMode> mode);
    void onAnswer(const Answer& answer);

    ViewState& m_viewState;
    QLineEdit* m_edit;
    QLabel* m_answer;
    BackgroundTask<Answer> m_asking;
};

}  // namespace latentscape::ui
