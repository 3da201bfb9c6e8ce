#include "ui/models/column_likelihood.h"

#include <QCoreApplication>
#include <algorithm>

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
            return Words::tr("scaled to median 0 and the quartiles of a normal distribution");
        case NumberScale::Range:
            return Words::tr("scaled from 0 to 1");
        case NumberScale::Logarithm:
            return Words::tr("on a logarithmic scale");
        case NumberScale::LogarithmOnePlus:
            return Words::tr("as the logarithm of 1 + value");
        case NumberScale::None:
            return Words::tr("as it stands");
        case NumberScale::Picture:
            return Words::tr("from black to the brightest pixel");
        case NumberScale::Count:
            return Words::tr("as whole counts");
    }
    return {};
}

QString reasonOf(const EncodedColumn& column, const std::string& numbers, const Problems& problems) {
    if (column.type == ColumnType::Binary)
        return Words::tr("it is a yes/no column");
    if (column.type == ColumnType::Category)
        return Words::tr("it is a category");
    if (numbers != "auto" && column.likelihood != numbers) {
        const auto notUsed = std::ranges::find(problems, ProblemCode::LikelihoodNotUsed, &Problem::code);
        if (notUsed != problems.end())
            return Words::tr("%1 needs %2")
                .arg(QString::fromStdString(numbers), QString::fromStdString(notUsed->facts.at("reason")));
    }
    if (numbers != "auto")
        return Words::tr("set for all numbers");
    return column.likelihood == "log-normal" ? Words::tr("its values are positive with a long right tail")
                                             : Words::tr("usual for numbers");
}

}  // namespace

std::optional<ColumnLikelihood> likelihoodByItself(const TrainingData& data, Index column,
                                                   const std::string& numbers) {
    const std::vector<EncodedColumn>& columns = data.preprocessor.columns();
    const auto found = std::ranges::lower_bound(columns, column, {}, &EncodedColumn::column);
    if (found == columns.end() || found->column != column || data.roles.likelihoods.contains(column))
        return std::nullopt;
    return ColumnLikelihood{.likelihood = found->likelihood,
                            .scale = found->numberScale,
                            .reason = reasonOf(*found, numbers, data.problems)};
}

ColumnLikelihood likelihoodByHand(const TrainingData& data, Index column, const std::string& likelihood) {
    Problems ignored;
    const ColumnPreparation preparation =
        chooseLikelihoods(*data.dataset, {.inputs = {column}, .likelihoods = {{column, likelihood}}},
                          data.split.training, "auto", ignored)
            .front();
    return {.likelihood = preparation.likelihood,
            .scale = preparation.scale,
            .reason = Words::tr("chosen by hand")};
}

QString describeLikelihood(const ColumnLikelihood& likelihood, ColumnType type) {
    const QString name = QString::fromStdString(likelihood.likelihood);
    if (type != ColumnType::Number)
        return Words::tr("%1: %2").arg(name, likelihood.reason);
    return Words::tr("%1, %2: %3").arg(name, scaleText(likelihood.scale), likelihood.reason);
}

}  // namespace latentscape::ui
