#include "ui/compare/run_table_model.h"

#include <QCoreApplication>
#include <QFont>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/plots/palette.h"
#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

constexpr int kDecimals = 2;

QString numberText(double value) {
    return QLocale().toString(value, 'f', kDecimals);
}

QString specText(std::string_view text) {
    return QCoreApplication::translate("Hyperparameter", std::string(text).c_str());
}

QString paragraph(const QString& text) {
    return QStringLiteral("<p>%1</p>").arg(text);
}

QString stateText(RunState state) {
    switch (state) {
        case RunState::Empty:
            return {};
        case RunState::Preparing:
            return RunTableModel::tr("preparing…");
        case RunState::Paused:
            return RunTableModel::tr("paused");
        case RunState::Running:
            return RunTableModel::tr("training");
        case RunState::Finished:
            return RunTableModel::tr("finished");
        case RunState::Diverged:
            return RunTableModel::tr("diverged");
    }
    return {};
}

}  // namespace

std::vector<const HyperparameterSpec*> differingHyperparameters(const std::vector<RunRecord>& runs) {
    std::vector<const HyperparameterSpec*> differing;
    for (const HyperparameterSpec& spec : hyperparameterSpecs()) {
        const auto differs = [&](const RunRecord& record) {
            return getHyperparameter(record.hyperparameters, spec) !=
                   getHyperparameter(runs.front().hyperparameters, spec);
        };
        if (std::ranges::any_of(runs, differs))
            differing.push_back(&spec);
    }
    return differing;
}

const ValidationRecord* bestValidation(const RunRecord& record) {
    if (!std::isfinite(record.progress.bestElbo))
        return nullptr;
    const std::vector<ValidationRecord>& told = record.history.validation;
    // Epochs are whole there, but for rounding.
    const double epoch = double(record.progress.bestEpoch) - 0.5;
    const auto best = std::ranges::lower_bound(told, epoch, {}, &ValidationRecord::epoch);
    return best == told.end() ? nullptr : &*best;
}

RunTableModel::RunTableModel(RunList& runs, QObject* parent) : QAbstractTableModel(parent), m_runs(runs) {
    for (const RunRecord& record : runs.runs())
        m_order.push_back(record.run);
    m_differing = differingHyperparameters(runs.runs());
    connect(&runs, &RunList::runAdded, this, &RunTableModel::addRun);
    connect(&runs, &RunList::runRemoved, this, &RunTableModel::removeRun);
    // The name may be being typed: it does not grow.
    connect(&runs, &RunList::metricsAppended, this, [this](quint64 run) { updateRun(run, State); });
    connect(&runs, &RunList::runChanged, this, [this](quint64 run) {
        updateSections();
        updateRun(run, Name);
    });
}

const RunRecord* RunTableModel::run(int row) const {
    return row >= 0 && row < rowCount() ? m_runs.find(m_order[std::size_t(row)]) : nullptr;
}

void RunTableModel::setDark(bool dark) {
    if (dark == m_dark)
        return;
    m_dark = dark;
    if (rowCount() > 0)
        emit dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::DecorationRole});
}

void RunTableModel::addRun(quint64 run) {
    beginInsertRows({}, rowCount(), rowCount());
    m_order.push_back(run);
    endInsertRows();
    updateSections();
}

void RunTableModel::removeRun(quint64 run) {
    const auto place = std::ranges::find(m_order, run);
    if (place == m_order.end())
        return;
    const int row = int(place - m_order.begin());
    beginRemoveRows({}, row, row);
    m_order.erase(place);
    endRemoveRows();
    updateSections();
}

void RunTableModel::updateRun(quint64 run, int firstSection) {
    const auto place = std::ranges::find(m_order, run);
    if (place == m_order.end())
        return;
    const int row = int(place - m_order.begin());
    emit dataChanged(index(row, firstSection), index(row, columnCount() - 1));
    // Another run may have been the best until now.
    emit dataChanged(index(0, Elbo), index(rowCount() - 1, Elbo), {Qt::FontRole});
}

void RunTableModel::updateSections() {
    const std::vector<const HyperparameterSpec*> wanted = differingHyperparameters(m_runs.runs());
    const auto isWanted = [&wanted](const HyperparameterSpec* spec) {
        return std::ranges::find(wanted, spec) != wanted.end();
    };
    for (std::size_t i = m_differing.size(); i-- > 0;) {
        if (isWanted(m_differing[i]))
            continue;
        const int section = HyperparameterStart + int(i);
        beginRemoveColumns({}, section, section);
        m_differing.erase(m_differing.begin() + std::ptrdiff_t(i));
        endRemoveColumns();
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (i < m_differing.size() && m_differing[i] == wanted[i])
            continue;
        const int section = HyperparameterStart + int(i);
        beginInsertColumns({}, section, section);
        m_differing.insert(m_differing.begin() + std::ptrdiff_t(i), wanted[i]);
        endInsertColumns();
    }
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_order.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : HyperparameterStart + int(m_differing.size());
}

bool RunTableModel::isBest(const RunRecord& record) const {
    const auto elbo = [](const RunRecord& each) { return each.progress.bestElbo; };
    return m_runs.runs().size() > 1 && std::isfinite(elbo(record)) &&
           elbo(record) == elbo(*std::ranges::max_element(m_runs.runs(), {}, elbo));
}

bool RunTableModel::isNumber(int section) const {
    if (section < HyperparameterStart)
        return section == Epochs || section == Elbo || section == Kl;
    const HyperparameterValue value = getHyperparameter({}, spec(section));
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RunRecord* const record = run(index.row());
    if (!record)
        return {};
    const int section = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return displayText(*record, section);
        case Qt::ToolTipRole:
            return toolTip(*record, section);
        case Qt::CheckStateRole:
            return section == Name ? QVariant(record->visible ? Qt::Checked : Qt::Unchecked) : QVariant();
        case Qt::DecorationRole:
            return section == Name ? QVariant(classColour(record->colour, m_dark)) : QVariant();
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::FontRole:
            if (section == Elbo && isBest(*record)) {
                QFont bold;
                bold.setWeight(QFont::DemiBold);
                return bold;
            }
            return {};
        case kSortRole:
            return sortKey(*record, section);
        default:
            return {};
    }
}

QString RunTableModel::displayText(const RunRecord& record, int section) const {
    const ValidationRecord* const best = bestValidation(record);
    switch (section) {
        case Name:
            return record.name;
        case State:
            return stateText(record.state);
        case Epochs:
            return countText(qint64(record.progress.epoch));
        case Elbo:
            return std::isfinite(record.progress.bestElbo) ? numberText(record.progress.bestElbo)
                                                           : QStringLiteral("–");
        case Kl:
            return best ? numberText(best->terms.kl) : QStringLiteral("–");
        default:
            return QString::fromStdString(
                hyperparameterText(getHyperparameter(record.hyperparameters, spec(section))));
    }
}

QVariant RunTableModel::sortKey(const RunRecord& record, int section) const {
    const ValidationRecord* const best = bestValidation(record);
    switch (section) {
        case Name:
        case State:
            return displayText(record, section);
        case Epochs:
            return record.progress.epoch;
        case Elbo:
            return std::isfinite(record.progress.bestElbo) ? QVariant(record.progress.bestElbo) : QVariant();
        case Kl:
            return best ? QVariant(best->terms.kl) : QVariant();
        default:
            break;
    }
    const HyperparameterValue value = getHyperparameter(record.hyperparameters, spec(section));
    if (const auto* const whole = std::get_if<std::int64_t>(&value))
        return double(*whole);
    if (const auto* const real = std::get_if<double>(&value))
        return *real;
    return displayText(record, section);
}

QString RunTableModel::nameToolTip(const RunRecord& record) const {
    const QString help = tr("Ticked runs are drawn. Double-click to rename.");
    if (!record.branchedFrom)
        return paragraph(help);
    const RunRecord* const origin = m_runs.find(record.branchedFrom->run);
    return paragraph(tr("Left %1 at epoch %2.")
                         .arg(origin ? origin->name.toHtmlEscaped() : tr("a run that is removed"),
                              countText(qint64(record.branchedFrom->epoch)))) +
           paragraph(help);
}

QString RunTableModel::toolTip(const RunRecord& record, int section) const {
    if (section == Name)
        return nameToolTip(record);
    if (section >= HyperparameterStart)
        return paragraph(specText(spec(section).help));
    if (section != Elbo && section != Kl)
        return {};
    if (!bestValidation(record))
        return paragraph(record.hyperparameters.validation > 0
                             ? tr("Known from the first epoch on.")
                             : tr("This run keeps no rows for validation."));
    const TrainingDataPtr& first = m_runs.runs().front().data;
    const QString at = tr("At epoch %1, the best so far.").arg(countText(record.progress.bestEpoch));
    return record.data == first
               ? paragraph(at)
               : paragraph(at) +
                     paragraph(tr("Measured on other rows, or on columns prepared in another way, "
                                  "than %1: compare with care.")
                                   .arg(m_runs.runs().front().name.toHtmlEscaped()));
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    const bool isTitle = role == Qt::DisplayRole;
    if (!isTitle && role != Qt::ToolTipRole)
        return {};
    switch (section) {
        case Name:
            return isTitle ? tr("Run") : paragraph(tr("Every run on this table, oldest first"));
        case State:
            return isTitle ? tr("State") : paragraph(tr("How the run is getting on"));
        case Epochs:
            return isTitle ? tr("Epochs") : paragraph(tr("Epochs trained so far"));
        case Elbo:
            return isTitle
                       ? tr("Best ELBO")
                       : paragraph(tr("The best ELBO of the validation rows so far, at β = 1, in nats per "
                                      "row. Higher is better; the best of all runs is bold."));
        case Kl:
            return isTitle ? tr("KL")
                           : paragraph(tr("The KL of the validation rows at that epoch, in nats per row: how "
                                          "much the latents say of a row."));
        default:
            return isTitle
                       ? specText(spec(section).label)
                       : paragraph(tr("The runs differ in this.")) + paragraph(specText(spec(section).help));
    }
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Name
               ? flags | Qt::ItemIsEditable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren
               : flags;
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const RunRecord* const record = index.isValid() && index.column() == Name ? run(index.row()) : nullptr;
    if (!record)
        return false;
    if (role == Qt::CheckStateRole) {
        m_runs.setVisible(record->run, value.toInt() == Qt::Checked);
        return true;
    }
    if (role != Qt::EditRole || value.toString().trimmed().isEmpty())
        return false;
    m_runs.rename(record->run, value.toString());
    return true;
}

}  // namespace latentscape::ui
