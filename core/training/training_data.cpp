#include "core/training/training_data.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/training/likelihood_choice.h"

namespace latentscape {

TrainingDataPtr prepareTrainingData(DatasetPtr dataset, const ColumnRoles& roles,
                                    const Hyperparameters& hyperparameters, const RowRequest& rows) {
    if (dataset->rows() < kMinimumRows)
        throw Error(ProblemCode::TooFewRows,
                    {{"rows", std::to_string(dataset->rows())}, {"needed", std::to_string(kMinimumRows)}});
    auto data = std::make_shared<TrainingData>();
    data->roles = roles;
    data->rows = rows;
    data->split = splitAsRequested(*dataset, roles.label, rows, hyperparameters.validation,
                                   Random(std::uint64_t(hyperparameters.seed)), kMinimumRows);
    const std::vector<ColumnPreparation> preparations =
        chooseLikelihoods(*dataset, roles, data->split.training, hyperparameters.likelihood, data->problems);
    data->preprocessor =
        Preprocessor::fit(*dataset, roles, data->split.training, preparations, data->problems);
    data->table = data->preprocessor.transform(*dataset);
    data->statistics = featureStatistics(data->table, data->split.training);
    const Index used = data->usedRows();
    if (Index(roles.inputs.size()) > used)
        data->problems.push_back(
            {ProblemCode::MoreColumnsThanRows,
             {{"columns", std::to_string(roles.inputs.size())}, {"rows", std::to_string(used)}}});
    for (Problem& note : leftOutNotes(*dataset, roles))
        data->problems.push_back(std::move(note));
    data->dataset = std::move(dataset);
    return data;
}

bool preparedAlike(const Hyperparameters& one, const Hyperparameters& other) {
    return one.validation == other.validation && one.seed == other.seed && one.likelihood == other.likelihood;
}

Hyperparameters recommendedHyperparameters(const TrainingData& data) {
    return recommendedHyperparameters(data.usedRows(), data.preprocessor.features());
}

FeatureStatistics featureStatistics(const EncodedTable& table, const RowList& rows) {
    const Index features = table.values.rows();
    Eigen::ArrayXd count = Eigen::ArrayXd::Zero(features);
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(features);
    Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(features);
    // Missing cells are stored as 0 and so add nothing to this sum.
    for (const Index row : rows) {
        sum += table.values.col(row).cast<double>().array();
        if (table.hasMissing())
            count += table.mask.col(row).cast<double>().array();
        else
            count += 1;
    }
    count = count.max(1);
    const Eigen::ArrayXd mean = sum / count;
    for (const Index row : rows) {
        Eigen::ArrayXd difference = table.values.col(row).cast<double>().array() - mean;
        if (table.hasMissing())
            difference *= table.mask.col(row).cast<double>().array();
        squares += difference.square();
    }
    const Eigen::ArrayXd variance = squares / count;
    return {.mean = mean.matrix().cast<Scalar>(), .variance = variance.matrix().cast<Scalar>()};
}

std::vector<LikelihoodBlock> likelihoodBlocks(const Preprocessor& preprocessor,
                                              const Hyperparameters& hyperparameters) {
    std::vector<const EncodedColumn*> columns;
    for (const EncodedColumn& column : preprocessor.columns())
        if (column.features > 0)
            columns.push_back(&column);
    std::sort(columns.begin(), columns.end(), [](const EncodedColumn* one, const EncodedColumn* other) {
        return one->firstFeature < other->firstFeature;
    });
    std::vector<LikelihoodBlock> blocks;
    for (const EncodedColumn* const column : columns) {
        // Its logarithm is Gaussian.
        const std::string name = column->likelihood == "log-normal" ? "gaussian" : column->likelihood;
        // Neighbours of one kind share a block; each one-hot column is a block of its own.
        const bool joins = !blocks.empty() && blocks.back().likelihood == name && name != "categorical";
        if (!joins)
            blocks.push_back({.likelihood = name,
                              .firstFeature = column->firstFeature,
                              .noise = noiseFormFromString(hyperparameters.noise)});
        LikelihoodBlock& block = blocks.back();
        block.features += column->features;
        if (column->hasNumbers()) {
            block.noiseFloor.push_back(smallestNoise(*column));
            block.counts.push_back({.shift = column->logCountMean,
                                    .scale = column->logCountDeviation,
                                    .largest = column->maximum});
        }
    }
    return blocks;
}

VaeConfig vaeConfig(const Preprocessor& preprocessor, const Hyperparameters& hyperparameters) {
    return {.blocks = likelihoodBlocks(preprocessor, hyperparameters),
            .hidden = {hyperparameters.hidden.begin(), hyperparameters.hidden.end()},
            .latent = Index(hyperparameters.latent),
            .activation = activationFromString(hyperparameters.activation),
            .linearPath = hyperparameters.start == "ppca"};
}

}  // namespace latentscape
