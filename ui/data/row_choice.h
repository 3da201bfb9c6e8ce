#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QWidget>
#include <atomic>
#include <memory>

#include "core/data/row_request.h"
#include "ui/support/background_task.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// One line in which a person says which rows are learned from: a filter, a sub-sample, and how they are
/// divided. What is typed is checked at once, off the window's thread; it counts once it is entered and can
/// be done.
class RowChoice : public QWidget {
    Q_OBJECT

public:
    /// `controller` outlives the widget.
    explicit RowChoice(TrainingController& controller, QWidget* parent = nullptr);
    ~RowChoice() override;

    /// Leaves these rows out, or takes them back, beside those that are left out already.
    void setExcluded(RowList rows, bool excluded);

signals:
    /// Rows that the request on show keeps, ascending; null if that is not known.
    void keptChanged(const std::shared_ptr<const latentscape::RowList>& kept);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Answer {
        RowRequest request;
        std::shared_ptr<const RowList> kept;
        std::optional<Problem> problem;
    };

    /// As the fields say.
    RowRequest request() const;
    /// Shows what the controller has, if that is not what was entered here.
    void follow();
    void showRows(const RowRequest& rows);
    void listColumns();
    void enter();
    /// `refusal` says why what was entered last does not count.
    void check(std::optional<Problem> refusal = std::nullopt);
    void onAnswer(const Answer& answer);
    void refreshColours();

    TrainingController& m_controller;
    DatasetPtr m_dataset;
    RowRequest m_entered;
    RowList m_excluded;
    /// Whether the request on show counts once it is found to be possible.
    bool m_enters = false;
    QLineEdit* m_filter;
    QLineEdit* m_sample;
    QToolButton* m_balanced;
    QComboBox* m_splitBy;
    QLabel* m_kept;
    QLabel* m_complaint;
    /// Set where the check that runs is no longer wanted.
    std::shared_ptr<std::atomic<bool>> m_superseded;
    BackgroundTask<Answer> m_check;
};

}  // namespace latentscape::ui
