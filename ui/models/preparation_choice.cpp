#include "ui/models/preparation_choice.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>

#include "core/training/hyperparameters.h"

namespace latentscape::ui {
namespace {

// Few suit: a share that keeps single outliers in check, and some for long tails.
constexpr std::array kClips{0.0, 0.001, 0.005, 0.01, 0.02, 0.05};
constexpr int kClipDigits = 3;

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

template <class Names>
QVariantList namesOf(const Names& names) {
    QVariantList list;
    for (const std::string_view name : names)
        list.append(textOf(name));
    return list;
}

}  // namespace

const QString kAutoChoice = QStringLiteral("auto");

QVariantList choicesOf(Preparation preparation) {
    if (preparation == Preparation::Likelihood)
        return namesOf(hyperparameterSpec("likelihood").choices);
    if (preparation == Preparation::Scale)
        return namesOf(scaleChoiceNames());
    QVariantList shares;
    for (const double share : kClips)
        shares.append(share);
    return shares;
}

QString choiceText(Preparation preparation, const QVariant& choice) {
    if (preparation != Preparation::Clip)
        return choice.toString();
    const double share = choice.toDouble();
    if (share == 0)
        return QCoreApplication::translate("PreparationChoice", "none");
    return QCoreApplication::translate("PreparationChoice", "%1 %")
        .arg(QLocale().toString(100 * share, 'g', kClipDigits));
}

QVariant choiceOf(const ColumnRoles& roles, Index column, Preparation preparation) {
    switch (preparation) {
        case Preparation::Likelihood: {
            const auto found = roles.likelihoods.find(column);
            return found == roles.likelihoods.end() ? kAutoChoice : QString::fromStdString(found->second);
        }
        case Preparation::Scale: {
            const auto found = roles.scales.find(column);
            return found == roles.scales.end() ? kAutoChoice : textOf(toString(found->second));
        }
        case Preparation::Clip: {
            const auto found = roles.clips.find(column);
            return found == roles.clips.end() ? roles.clip : found->second;
        }
    }
    return {};
}

bool isChosen(const ColumnRoles& roles, Index column, Preparation preparation) {
    return preparation == Preparation::Clip ? roles.clips.contains(column)
                                            : choiceOf(roles, column, preparation) != kAutoChoice;
}

void choose(ColumnRoles& roles, Index column, Preparation preparation, const QVariant& choice) {
    const std::string name = choice.toString().toStdString();
    const bool isAuto = choice == kAutoChoice;
    switch (preparation) {
        case Preparation::Likelihood:
            roles.likelihoods.erase(column);
            if (!isAuto)
                roles.likelihoods[column] = name;
            break;
        case Preparation::Scale:
            roles.scales.erase(column);
            if (!isAuto)
                roles.scales[column] = scaleChoiceFromString(name);
            break;
        case Preparation::Clip:
            roles.clips.erase(column);
            if (choice.toDouble() != roles.clip)
                roles.clips[column] = choice.toDouble();
            break;
    }
}

}  // namespace latentscape::ui
