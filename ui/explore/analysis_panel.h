#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QWidget>
#include <exception>
#include <optional>

#include "ui/explore/exploration.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"

namespace latentscape::ui {

/// A panel that shows what is computed from the model in the background. Says what is lacking where nothing
/// can be computed, how far it is, and when the model has learned on since: then it computes anew by itself,
/// or, while a model trains, if asked. Begins nothing while it is hidden.
class AnalysisPanel : public QWidget {
    Q_OBJECT

public:
    /// Whether what is shown is of an earlier model.
    bool isStale() const { return m_stale; }
    bool isComputing() const { return m_computing; }
    /// A result is on show.
    bool hasResult() const { return m_hasResult && !m_outdated; }
    /// What is said where nothing is on show.
    QString message() const { return m_message->text(); }

public slots:
    /// From the newest model.
    void computeAgain();

signals:
    /// Another result is on show.
    void resultShown();
    /// A person wishes to see this row on the map.
    void rowSought(latentscape::Index row);

protected:
    /// `exploration` outlives the panel.
    AnalysisPanel(Exploration& exploration, QWidget* parent);

    Exploration& exploration() const { return m_exploration; }
    /// Controls that stay on show, above the content.
    QVBoxLayout& head() { return *m_head; }
    /// At the end of the derived constructor.
    void setContent(QWidget* content);
    /// A sorted table whose lines are about rows of the table, told by `rowRole`: a click looks at the row, a
    /// double-click or Return seeks it.
    DataTable* createRowTable(QAbstractItemModel& lines, int rowRole, const QString& name);
    /// What is computed is another thing now: a choice has changed.
    void invalidate();
    /// To be called by a job's callbacks.
    void jobDone();
    void jobFailed(const std::exception_ptr& error);
    void jobAt(double share);

    /// Of what is computed from the table alone.
    virtual bool needsModel() const { return true; }
    /// Why nothing can be computed though there is a model (if it needs one); empty if something can.
    virtual QString lacking() const { return {}; }
    virtual QString noModelText() const = 0;
    virtual void startJob() = 0;
    virtual void cancelJob() = 0;
    /// What is shown is void.
    virtual void clearResult() = 0;
    /// Called when colours or fonts change, and once at the start.
    virtual void refreshLook() {}

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// Which model something is computed from.
    struct ModelId {
        std::uint64_t run = 0;
        std::int64_t step = 0;

        bool operator==(const ModelId&) const = default;
    };

    QWidget* createStatus();
    ModelId newestModel() const;
    void refresh();
    void begin();
    void cancelByHand();
    void stop();
    void showMessage(const QString& text);
    void updateStatus();
    void applyPalette();

    Exploration& m_exploration;
    TrainingDataPtr m_data;
    bool m_computing = false;
    bool m_hasResult = false;
    /// What is on show answers another choice than the present one.
    bool m_outdated = false;
    bool m_stale = false;
    /// A person has stopped it, and it waits for one.
    bool m_halted = false;
    ModelId m_jobModel;
    ModelId m_resultModel;
    QVBoxLayout* m_head;
    QStackedWidget* m_pages;
    QLabel* m_message;
    QWidget* m_status = nullptr;
    ElidedLabel* m_statusText;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_again;
};

}  // namespace latentscape::ui
