#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <atomic>
#include <memory>

#include "core/data/sampler.h"
#include "core/support/problem.h"
#include "ui/models/view_state.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// A field that finds rows by what is in them (see searchRows()), and goes from one to the next.
class RowFinder : public QWidget {
    Q_OBJECT

public:
    /// `viewState` outlives the finder.
    explicit RowFinder(ViewState& viewState, QWidget* parent = nullptr);
    ~RowFinder() override;

signals:
    /// A person goes to a row that was found.
    void rowFound(latentscape::Index row);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// The rows, or why there are none.
    struct Answer {
        QString query;
        std::optional<RowList> rows;
        std::optional<Problem> problem;
    };

    void search();
    void onAnswer(Answer answer);
    void go(int direction);
    void say();
    void refreshColours();

    ViewState& m_viewState;
    QLineEdit* m_field;
    QToolButton* m_previous;
    QToolButton* m_next;
    QLabel* m_words;
    Answer m_answer;
    /// A person pressed Enter before the answer was there.
    int m_pendingStep = 0;
    /// Set for a search whose answer nobody waits for any more.
    std::shared_ptr<std::atomic<bool>> m_superseded;
    /// Last, so that no answer arrives in a finder that is half gone.
    BackgroundTask<Answer> m_task;
};

}  // namespace latentscape::ui
