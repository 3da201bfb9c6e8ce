#include "ui/models/column_likelihood.h"

#include <QCoreApplication>

#include "core/training/likelihood_choice.h"

namespace latentscape::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ColumnLikelihood)
};

QString scaleText(NumberScale scale) {
    switch (scale) {
        case NumberScale::Standard:
            return Words::tr("scaled to mean 0 and deviation 1");
        case NumberScale::Robust:
            return Words::tr("scaled by median and quartiles");
        case NumberScale::Range:
            return Words::tr("scaled from 0 to 1");
        case NumberScale::Logarithm:
            return Words::tr("on a logarithmic scale");
        case NumberScale::LogarithmOnePlus:
            return Words::tr("on the scale of log(1 + x)");
        case NumberScale::None:
            return Words::tr("not scaled");
        case NumberScale::Picture:
            return Words::tr("scaled from black to the brightest pixel");
        case NumberScale::Count:
            return Words::tr("as whole counts");
    }
    return {};
}

QString reasonOf(const std::string& likelihood, ColumnType type, const std::string& numbers,
                 const Problems& problems) {
    if (type == ColumnType::Binary)
        return Words::tr("it is a yes/no column");
    if (type == ColumnType::Category)
        return Words::tr("it is a category");
    if (!problems.empty())
        return Words::tr("%1 needs %2")
            .arg(QString::fromStdString(numbers), QString::fromStdString(problems[0].facts.at("reason")));
    if (numbers != "auto")
        return Words::tr("set for all numbers");
    if (type == ColumnType::Count && likelihood == "negative-binomial")
        return Words::tr("usual for counts");
    return likelihood == "log-normal" ? Words::tr("its values are positive with a long right tail")
                                      : Words::tr("usual for numbers");
}

ColumnPreparation prepare(const TrainingData& data, const ColumnRoles& roles, const std::string& numbers,
                          Problems& problems) {
    return chooseLikelihoods(*data.dataset, roles, data.split.training, numbers, problems).front();
}

}  // namespace

ColumnLikelihood likelihoodByItself(const TrainingData& data, const ColumnRoles& roles, Index column,
                                    const std::string& numbers) {
    Problems problems;
    const ColumnPreparation preparation =
        prepare(data, {.inputs = {column}, .image = roles.image, .scale = roles.scale}, numbers, problems);
    return {.likelihood = preparation.likelihood,
            .scale = preparation.scale,
            .reason = reasonOf(preparation.likelihood, data.dataset->column(column).type, numbers, problems)};
}

ColumnLikelihood likelihoodByHand(const TrainingData& data, Index column, const std::string& likelihood) {
    Problems problems;
    const ColumnPreparation preparation =
        prepare(data, {.inputs = {column}, .likelihoods = {{column, likelihood}}}, "auto", problems);
    return {.likelihood = preparation.likelihood,
            .scale = preparation.scale,
            .reason = Words::tr("chosen by hand")};
}

QString describeLikelihood(const ColumnLikelihood& likelihood, ColumnType type) {
    const QString name = QString::fromStdString(likelihood.likelihood);
    if (type == ColumnType::Binary || type == ColumnType::Category)
        return Words::tr("%1: %2").arg(name, likelihood.reason);
    return Words::tr("%1, %2: %3").arg(name, scaleText(likelihood.scale), likelihood.reason);
}

}  // namespace latentscape::ui
