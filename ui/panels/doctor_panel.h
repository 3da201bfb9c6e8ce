#pragma once

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/training/doctor.h"

namespace latentscape::ui {

class ElidedLabel;

/// What the doctor has found: what it is, why it is thought so, what to do, a button that does it, and one
/// that dismisses it. One calm line where there is nothing. Only as tall as its findings.
class DoctorPanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    DoctorPanel(TrainingController& controller, Doctor& doctor, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    /// There is nothing but one line.
    bool isCalm() const { return m_shown.empty(); }

signals:
    /// Before and after its height changes.
    void aboutToFit();
    void fitted();
    /// A change that a finding proposes could not be made.
    void refused(const latentscape::Problem& problem);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showFindings();
    QWidget* card(const Finding& finding);
    QString calmText() const;
    void fitHeight();

    TrainingController& m_controller;
    Doctor& m_doctor;
    ElidedLabel* m_calm;
    QScrollArea* m_scroll;
    QVBoxLayout* m_cards;
    /// What the cards show.
    std::vector<std::pair<Finding, std::vector<HyperparameterEdit>>> m_shown;
};

}  // namespace latentscape::ui
