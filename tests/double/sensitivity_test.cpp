// How decoded values change with the latent place, against central differences in double precision.

#include "core/analysis/sensitivity.h"

#include <QTest>
#include <cmath>

#include "core/analysis/latent_decoder.h"
#include "core/training/training_data.h"
#include "tests/support/numeric_gradient.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

constexpr double kTolerance = 1e-6;

/// A table with a column for every likelihood, and one that never varies.
DatasetPtr mixedTable() {
    std::string csv = "height,income,visits,events,share,grey,sick,colour,fixed\n";
    const char* const colours[] = {"red", "green", "blue"};
    for (int row = 0; row < 40; ++row) {
        csv += std::to_string(150 + (row * 37) % 41) + "." + std::to_string(row % 10);
        csv += "," + std::to_string(1 + (row * row * 13) % 5000);
        csv += "," + std::to_string((row * 7) % 5) + "," + std::to_string((row * 11) % 23);
        csv += ",0." + std::to_string(10 + (row * 29) % 80) + ",0." + std::to_string(10 + (row * 17) % 80);
        csv += std::string(",") + (row % 3 == 0 ? "yes" : "no") + "," + colours[(row * row) % 3] + ",7\n";
    }
    return tableFrom(csv);
}

Vector normals(Index size, std::uint32_t key) {
    Vector values(size);
    Random(11).fillNormal(RandomStream::TrainingNoise, key, 0, values);
    return values;
}

}  // namespace

class SensitivityTest : public QObject {
    Q_OBJECT

private slots:
    void effectsMatchDifferences_data() {
        QTest::addColumn<QString>("hidden");
        QTest::addColumn<int>("latent");
        QTest::addColumn<int>("activation");
        QTest::addColumn<bool>("linearPath");
        for (std::size_t i = 0; i < kActivationNames.size(); ++i)
            QTest::newRow(kActivationNames[i].data()) << "7,5" << 3 << int(i) << false;
        QTest::newRow("with a linear path") << "6" << 2 << int(Activation::Silu) << true;
        QTest::newRow("linear") << "" << 2 << int(Activation::Silu) << false;
        QTest::newRow("one dimension") << "4" << 1 << int(Activation::Silu) << true;
    }

    void effectsMatchDifferences() {
        QFETCH(QString, hidden);
        QFETCH(int, latent);
        QFETCH(int, activation);
        QFETCH(bool, linearPath);
        Hyperparameters hyperparameters;
        hyperparameters.latent = latent;
        hyperparameters.validation = 0;
        const DatasetPtr dataset = mixedTable();
        ColumnRoles roles = assignRoles(*dataset, {.label = ""});
        roles.likelihoods = {{0, "student-t"},         {1, "log-normal"},           {2, "poisson"},
                             {3, "negative-binomial"}, {4, "continuous-bernoulli"}, {5, "bernoulli"}};
        const TrainingDataPtr data = prepareTrainingData(dataset, roles, hyperparameters);
        VaeConfig config = vaeConfig(data->preprocessor, hyperparameters);
        config.hidden.clear();
        for (const QString& width : hidden.split(',', Qt::SkipEmptyParts))
            config.hidden.push_back(width.toInt());
        config.activation = Activation(activation);
        config.linearPath = linearPath;
        const auto vae = std::make_shared<const Vae>(config);
        const auto model =
            std::make_shared<const ModelSnapshot>(ModelSnapshot{vae, normals(vae->layout().size(), 1) * 0.7});

        LatentDecoder decoder({data, &data->preprocessor}, model);
        Vector z = normals(latent, 2);
        const Eigen::MatrixXd effects = sensitivity(data->preprocessor, *model, z);
        QCOMPARE(effects.rows(), Index(data->preprocessor.columns().size()));
        for (Index i = 0; i < effects.rows(); ++i) {
            const EncodedColumn& column = data->preprocessor.columns()[std::size_t(i)];
            // Relative to the column, so that the tolerance means the same to all of them.
            const double unit = column.hasNumbers() && column.features > 0 ? column.scale : 1;
            const Vector differences = numericGradient(z, [&] {
                const DecodedCell cell = decoder.cells(z)[std::size_t(i)];
                return (column.hasNumbers() ? cell.value : cell.probability) / unit;
            });
            const Vector found = effects.row(i).transpose() / unit;
            QVERIFY2(relativeError(found, differences) < kTolerance, column.name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(SensitivityTest)
#include "sensitivity_test.moc"
