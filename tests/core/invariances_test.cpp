// What must not change a loss or its gradient, for a table that has a column of every likelihood.

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/model/vae.h"
#include "core/training/batch_gradient.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr Index kLatent = 3;
constexpr Index kTableRows = 60;

/// A table of numbers, counts, shares, a yes/no column and a category; cells are missing if asked for.
DatasetPtr everyLikelihoodTable(bool cellsMissing) {
    std::string csv = "number,wild,size,visits,bursts,share,grey,sick,colour\n";
    for (Index row = 0; row < kTableRows; ++row) {
        Vector normal(6);
        Random(3).fillNormal(RandomStream::Sampling, 0, std::uint32_t(row), normal);
        const auto cell = [&](Index column, const std::string& text) {
            const bool missing = cellsMissing && (7 * row + 3 * column) % 11 == 0;
            csv += (missing ? "" : text) + (column == 8 ? "\n" : ",");
        };
        const auto number = [](double value) { return std::to_string(value); };
        cell(0, number(double(normal[0])));
        cell(1, number(double(normal[0] + normal[1] * normal[2])));
        cell(2, number(std::exp(double(normal[1]))));
        cell(3, std::to_string(int(std::exp(1 + 0.5 * double(normal[2])))));
        cell(4, std::to_string(int(std::exp(1 + double(normal[3])))));
        cell(5, number(1 / (1 + std::exp(-double(normal[4])))));
        cell(6, number(1 / (1 + std::exp(-double(normal[0] + normal[4])))));
        cell(7, normal[5] > 0 ? "yes" : "no");
        cell(8, normal[0] > 0.5f ? "red" : normal[1] > 0 ? "green" : "blue");
    }
    return tableFrom(csv);
}

struct Model {
    TrainingDataPtr data;
    std::shared_ptr<const Vae> vae;
    Vector parameters;
};

Hyperparameters smallModel() {
    Hyperparameters hyperparameters;
    hyperparameters.latent = kLatent;
    hyperparameters.hidden = {8};
    hyperparameters.validation = 0;
    return hyperparameters;
}

/// Parameters in general position.
Model modelOf(const TrainingDataPtr& data, const Hyperparameters& hyperparameters) {
    Model model{.data = data,
                .vae = std::make_shared<const Vae>(vaeConfig(data->preprocessor, hyperparameters)),
                .parameters = {}};
    model.parameters = model.vae->initialParameters(data->statistics, Random(4));
    Vector moved(model.parameters.size());
    Random(4).fillNormal(RandomStream::Sampling, 0, 0, moved);
    for (const ParameterBlock& block : model.vae->layout().blocks())
        model.parameters.segment(block.offset, block.size()) +=
            0.1f * moved.segment(block.offset, block.size());
    return model;
}

Model everyLikelihoodModel(bool cellsMissing, const Hyperparameters& hyperparameters = smallModel()) {
    const DatasetPtr table = everyLikelihoodTable(cellsMissing);
    const ColumnRoles roles = assignRoles(*table, {.label = "",
                                                   .likelihoods = {{"number", "gaussian"},
                                                                   {"wild", "student-t"},
                                                                   {"size", "log-normal"},
                                                                   {"visits", "poisson"},
                                                                   {"bursts", "negative-binomial"},
                                                                   {"share", "bernoulli"},
                                                                   {"grey", "continuous-bernoulli"}}});
    return modelOf(prepareTrainingData(table, roles, hyperparameters), hyperparameters);
}

ParameterLayout::MatrixView parameter(const Vae& vae, Vector& flat, std::string_view name) {
    const std::vector<ParameterBlock>& blocks = vae.layout().blocks();
    std::size_t i = 0;
    while (blocks.at(i).name != name)
        ++i;
    return vae.layout().matrix(flat, i);
}

/// Loss and gradient of all rows, by ε that belongs to the row.
struct Pass {
    LossSums sums;
    Vector gradient;
    VaeWorkspace workspace;
};

Pass passThrough(const Vae& vae, const Vector& parameters, const Matrix& x, const Matrix& mask,
                 const std::vector<Index>& latentOrder = {0, 1, 2},
                 const Vector& latentSigns = Vector::Ones(kLatent)) {
    Pass pass;
    vae.reserve(pass.workspace, x.cols());
    for (Index row = 0; row < x.cols(); ++row) {
        Vector drawn(kLatent);
        Random(6).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(row), drawn);
        for (Index j = 0; j < kLatent; ++j)
            pass.workspace.noise(j, row) = latentSigns[j] * drawn[latentOrder[std::size_t(j)]];
    }
    const Batch batch{.x = x, .mask = mask};
    pass.sums = vae.forward(parameters, batch, pass.workspace);
    pass.gradient = Vector::Zero(parameters.size());
    vae.backward(parameters, batch, Vector::Constant(kLatent, 1.5f), 1 / Scalar(x.cols()), pass.workspace,
                 pass.gradient);
    return pass;
}

/// Relative, for sums in another order.
bool nearly(double value, double expected, double tolerance = 2e-6) {
    if (std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)))
        return true;
    qWarning("%.9g instead of %.9g", value, expected);
    return false;
}

bool nearly(const Vector& one, const Vector& other, double tolerance = 2e-6) {
    const double difference = double((one - other).norm());
    if (difference <= tolerance * double(other.norm()))
        return true;
    qWarning("relative difference %g", difference / double(other.norm()));
    return false;
}

}  // namespace

class InvariancesTest : public QObject {
    Q_OBJECT

private slots:
    void theTableHasEveryLikelihood() {
        const Model model = everyLikelihoodModel(true);
        std::vector<std::string> found;
        for (const Vae::Part& part : model.vae->parts())
            found.push_back(part.likelihood->block().likelihood);
        for (const std::string_view name : likelihoodNames())
            QVERIFY2(std::count(found.begin(), found.end(), name) > 0, name.data());
        QVERIFY(model.data->table.hasMissing());
        QVERIFY(model.vae->hasLinearPath());
    }

    /// Columns of one likelihood in another order, with the weights that lead to and from them.
    void theOrderOfColumnsDoesNotMatter() {
        Hyperparameters hyperparameters = smallModel();
        Model model = modelOf(prepareSample("wine", hyperparameters), hyperparameters);
        const Vae& vae = *model.vae;
        Vector parameters = model.parameters;
        const Index features = vae.features();
        Eigen::VectorXi places(features);
        for (Index i = 0; i < features; ++i)
            places[i] = int((5 * i + 3) % features);
        const Eigen::PermutationMatrix<Eigen::Dynamic> permutation(places);
        for (const char* const inputs : {"encoder.0.weight", "linear_encoder.weight"})
            parameter(vae, parameters, inputs) =
                permutation * Matrix(parameter(vae, model.parameters, inputs));
        for (const char* const outputs : {"output.weight", "linear_decoder.weight"})
            parameter(vae, parameters, outputs) =
                Matrix(parameter(vae, model.parameters, outputs)) * permutation.transpose();
        for (const char* const perFeature : {"output.bias", "noise.0"})
            parameter(vae, parameters, perFeature) =
                permutation * Matrix(parameter(vae, model.parameters, perFeature));
        // Each width keeps the floor of its column.
        VaeConfig config = vae.config();
        for (Index i = 0; i < features; ++i)
            config.blocks[0].noiseFloor[std::size_t(places[i])] =
                vae.config().blocks[0].noiseFloor[std::size_t(i)];
        const Vae permuted(config);

        const Matrix& x = model.data->table.values;
        const Pass before = passThrough(vae, model.parameters, x, Matrix(0, 0));
        const Pass after = passThrough(permuted, parameters, permutation * x, Matrix(0, 0));
        QVERIFY(nearly(after.sums.reconstruction, before.sums.reconstruction));
        QVERIFY(nearly(after.sums.kl, before.sums.kl));
        QVERIFY(nearly(double(after.gradient.norm()), double(before.gradient.norm())));
        const ParameterBlock noise = vae.layout().block(vae.parts().front().noiseBlock);
        QVERIFY(nearly(permutation.transpose() * after.gradient.segment(noise.offset, noise.size()),
                       before.gradient.segment(noise.offset, noise.size()), 1e-5));
    }

    void signsAndOrderOfLatentDimensionsDoNotMatter_data() {
        QTest::addColumn<QList<int>>("order");
        QTest::addColumn<QList<int>>("signs");
        QTest::newRow("one sign") << QList<int>{0, 1, 2} << QList<int>{1, -1, 1};
        QTest::newRow("order") << QList<int>{2, 0, 1} << QList<int>{1, 1, 1};
        QTest::newRow("both") << QList<int>{1, 2, 0} << QList<int>{-1, 1, -1};
    }

    /// z'_j = s_j z_order(j): the heads' and the decoder's weights follow, and so does ε.
    void signsAndOrderOfLatentDimensionsDoNotMatter() {
        QFETCH(QList<int>, order);
        QFETCH(QList<int>, signs);
        Model model = everyLikelihoodModel(true);
        const Vae& vae = *model.vae;
        Vector parameters = model.parameters;
        std::vector<Index> latentOrder;
        Vector latentSigns(kLatent);
        for (int j = 0; j < kLatent; ++j) {
            latentOrder.push_back(order[j]);
            latentSigns[j] = Scalar(signs[j]);
        }
        const auto view = [&](Vector& flat, const char* name) { return parameter(vae, flat, name); };
        for (Index j = 0; j < kLatent; ++j) {
            const Index from = latentOrder[std::size_t(j)];
            const Scalar sign = latentSigns[j];
            for (const char* const head : {"mean.weight", "linear_encoder.weight"})
                view(parameters, head).col(j) = sign * view(model.parameters, head).col(from);
            view(parameters, "mean.bias")(j) = sign * view(model.parameters, "mean.bias")(from);
            view(parameters, "logvar.weight").col(j) = view(model.parameters, "logvar.weight").col(from);
            view(parameters, "logvar.bias")(j) = view(model.parameters, "logvar.bias")(from);
            for (const char* const decoder : {"decoder.0.weight", "linear_decoder.weight"})
                view(parameters, decoder).row(j) = sign * view(model.parameters, decoder).row(from);
        }
        const EncodedTable& table = model.data->table;
        const Pass before = passThrough(vae, model.parameters, table.values, table.mask);
        const Pass after = passThrough(vae, parameters, table.values, table.mask, latentOrder, latentSigns);
        QVERIFY(nearly(after.sums.reconstruction, before.sums.reconstruction));
        QVERIFY(nearly(after.sums.kl, before.sums.kl));
        QVERIFY(nearly(double(after.gradient.norm()), double(before.gradient.norm())));
        for (Index j = 0; j < kLatent; ++j)
            QVERIFY(nearly(after.workspace.klPerDimension[j],
                           before.workspace.klPerDimension[latentOrder[std::size_t(j)]]));
    }

    void theOrderOfRowsInAFullBatchDoesNotMatter_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<double>("dropout");
        QTest::newRow("plain") << 1 << 0.0;
        QTest::newRow("dropout") << 1 << 0.3;
        QTest::newRow("importance samples") << 3 << 0.0;
    }

    void theOrderOfRowsInAFullBatchDoesNotMatter() {
        QFETCH(int, samples);
        QFETCH(double, dropout);
        const Model model = everyLikelihoodModel(true);
        WorkerTeam team(1);
        BatchGradient batch(model.data, model.vae, Random(5), team, 1e18);
        RowList rows(kTableRows);
        std::iota(rows.begin(), rows.end(), Index(0));
        const BatchObjective objective{.importanceSamples = samples, .dropout = dropout};
        const LossSums before = batch.compute(model.parameters, rows, 3, objective);
        const Vector gradient = batch.gradient();
        std::reverse(rows.begin() + 5, rows.end());
        std::rotate(rows.begin(), rows.begin() + 17, rows.end());
        const LossSums after = batch.compute(model.parameters, rows, 3, objective);
        QVERIFY(nearly(after.reconstruction, before.reconstruction));
        QVERIFY(nearly(after.kl, before.kl));
        QVERIFY(nearly(batch.gradient(), gradient, 1e-5));
    }

    void aMaskOfOnesIsNoMask() {
        const Model model = everyLikelihoodModel(false);
        const Matrix& x = model.data->table.values;
        QVERIFY(!model.data->table.hasMissing());
        const Pass without = passThrough(*model.vae, model.parameters, x, Matrix(0, 0));
        const Pass with = passThrough(*model.vae, model.parameters, x, Matrix::Ones(x.rows(), x.cols()));
        QCOMPARE(with.sums.reconstruction, without.sums.reconstruction);
        QCOMPARE(with.sums.kl, without.sums.kl);
        QVERIFY(with.gradient == without.gradient);
    }

    void whatStandsUnderTheMaskChangesNothing_data() {
        QTest::addColumn<float>("poison");
        QTest::addColumn<QString>("noise");
        for (const char* const noise : {"fixed", "shared", "feature", "row"}) {
            QTest::addRow("NaN, noise %s", noise)
                << std::numeric_limits<float>::quiet_NaN() << QString::fromLatin1(noise);
            QTest::addRow("infinity, noise %s", noise)
                << std::numeric_limits<float>::infinity() << QString::fromLatin1(noise);
            QTest::addRow("-1e30, noise %s", noise) << -1e30f << QString::fromLatin1(noise);
        }
    }

    void whatStandsUnderTheMaskChangesNothing() {
        QFETCH(float, poison);
        QFETCH(QString, noise);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.noise = noise.toStdString();
        const Model model = everyLikelihoodModel(true, hyperparameters);
        const EncodedTable& table = model.data->table;
        const Matrix poisoned =
            (table.mask.array() > 0)
                .select(table.values, Matrix::Constant(table.values.rows(), table.values.cols(), poison));
        const Pass clean = passThrough(*model.vae, model.parameters, table.values, table.mask);
        const Pass other = passThrough(*model.vae, model.parameters, poisoned, table.mask);
        QVERIFY(std::isfinite(clean.sums.reconstruction) && clean.gradient.allFinite());
        QCOMPARE(other.sums.reconstruction, clean.sums.reconstruction);
        QCOMPARE(other.sums.kl, clean.sums.kl);
        QVERIFY(other.gradient == clean.gradient);
    }
};

QTEST_GUILESS_MAIN(InvariancesTest)
#include "invariances_test.moc"
