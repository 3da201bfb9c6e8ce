#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <string>
#include <vector>

#include "core/training/metrics_history.h"

namespace latentscape::ui {

/// `Learning rate 0.001 → 0.003`
QString changeText(const HyperparameterEdit& edit);

/// The changes of course of a run of so many epochs, small ones of one value that follow closely joined to
/// one. What was set before the first step is none.
std::vector<HyperparameterEdit> joinedEdits(const std::vector<HyperparameterEdit>& edits, double epochs);

/// Joins the many small edits of one drag of a slider into one line such as "β 1 → 4", told when the hand
/// rests.
class EditSummary : public QObject {
    Q_OBJECT

public:
    explicit EditSummary(QObject* parent = nullptr);

    void add(const std::vector<HyperparameterEdit>& edits);
    void clear();

signals:
    /// `epoch` is where the first of the joined edits took effect.
    void settled(double epoch, const QString& text);

private:
    void tellAll();

    QTimer m_rest;
    /// By key: where it began, and where it led.
    std::map<std::string, HyperparameterEdit> m_open;
};

}  // namespace latentscape::ui
