#include "ui/training/edit_summary.h"

#include <QCoreApplication>

namespace latentscape::ui {
namespace {

constexpr int kRestMilliseconds = 600;
/// Changes of one value that lie closer than this share of the run have one mark.
constexpr double kJoinedShare = 0.005;

QString valueText(const HyperparameterValue& value) {
    return QString::fromStdString(hyperparameterText(value));
}

}  // namespace

QString changeText(const HyperparameterEdit& edit) {
    const QString label = QCoreApplication::translate(
        "Hyperparameter", std::string(hyperparameterSpec(edit.key).label).c_str());
    return QStringLiteral("%1 %2 → %3").arg(label, valueText(edit.before), valueText(edit.after));
}

std::vector<HyperparameterEdit> joinedEdits(const std::vector<HyperparameterEdit>& edits, double epochs) {
    std::vector<HyperparameterEdit> joined;
    for (const HyperparameterEdit& edit : edits) {
        const bool goesOn = !joined.empty() && joined.back().key == edit.key &&
                            edit.epoch - joined.back().epoch < kJoinedShare * epochs;
        if (goesOn)
            joined.back().after = edit.after;
        else if (edit.step > 0)
            joined.push_back(edit);
    }
    return joined;
}

EditSummary::EditSummary(QObject* parent) : QObject(parent) {
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &EditSummary::tellAll);
}

void EditSummary::add(const std::vector<HyperparameterEdit>& edits) {
    for (const HyperparameterEdit& edit : edits) {
        const auto [open, isNew] = m_open.emplace(edit.key, edit);
        if (!isNew)
            open->second.after = edit.after;
        m_rest.start();
    }
}

void EditSummary::clear() {
    m_rest.stop();
    m_open.clear();
}

void EditSummary::tellAll() {
    const std::map<std::string, HyperparameterEdit> edits = std::exchange(m_open, {});
    for (const auto& [key, edit] : edits)
        if (edit.before != edit.after)
            emit settled(edit.epoch, changeText(edit));
}

}  // namespace latentscape::ui
