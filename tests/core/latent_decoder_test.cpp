#include "core/analysis/latent_decoder.h"

#include <QTest>
#include <cmath>

#include "core/analysis/encoding.h"
#include "core/analysis/reconstruction.h"
#include "tests/support/linear_models.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// Φ⁻¹(0.95)
constexpr double kNormalQuantile = 1.6448536269514722;

std::shared_ptr<const Preprocessor> preprocessorOf(const TrainingDataPtr& data) {
    return {data, &data->preprocessor};
}

/// A model without hidden layers whose parameters are all 0, for any table and likelihoods.
LinearModel silentModel(const std::string& csv, const std::string& likelihoodOfFirst = {}, Index latent = 2) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {};
    hyperparameters.latent = latent;
    hyperparameters.validation = 0;
    const DatasetPtr dataset = tableFrom(csv);
    ColumnRoles roles = assignRoles(*dataset, {.label = ""});
    if (!likelihoodOfFirst.empty())
        roles.likelihoods[0] = likelihoodOfFirst;
    LinearModel model;
    model.data = prepareTrainingData(dataset, roles, hyperparameters);
    model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
    model.parameters = Vector::Zero(model.vae->layout().size());
    return model;
}

LatentDecoder decoderOf(const LinearModel& model) {
    return {preprocessorOf(model.data), std::make_shared<const ModelSnapshot>(model.snapshot())};
}

bool near(double value, double expected) {
    return std::abs(value - expected) < 1e-5 * std::max(1.0, std::abs(expected));
}

const char* const kTable =
    "a,b,fixed,sick,colour\n"
    "1,10,7,no,red\n"
    "2,20,7,yes,green\n"
    "3,,7,no,red\n"
    "4,40,7,,red\n"
    "5,50,7,yes,\n"
    "6,0,7,yes,green\n"
    "7,20,7,yes,blue\n";

}  // namespace

class LatentDecoderTest : public QObject {
    Q_OBJECT

private slots:
    void aRowsMeanDecodesToItsReconstruction_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("numbers and categories") << "penguins";
        QTest::newRow("numbers") << "wine";
        QTest::newRow("pictures") << "digits";
    }

    void aRowsMeanDecodesToItsReconstruction() {
        QFETCH(QString, sample);
        const TrainedSample trained = trainSample(sample.toStdString(), 3);
        const RowList rows{0, 17, 100};
        const Posteriors posteriors = encodeRows(trained.data->table, *trained.model, rows);
        LatentDecoder decoder(preprocessorOf(trained.data), trained.model);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const RowReconstruction shown = reconstructRow(*trained.data->dataset, trained.data->preprocessor,
                                                           trained.data->table, *trained.model, rows[i]);
            // A batch of one, as the reconstruction is made of.
            const Posteriors alone = encodeRows(trained.data->table, *trained.model, {&rows[i], 1});
            const DecodedPlace exact = decoder.decode(alone.mean.col(0));
            const DecodedPlace close = decoder.decode(posteriors.mean.col(Index(i)));
            for (std::size_t column = 0; column < shown.cells.size(); ++column) {
                const DecodedCell& expected = shown.cells[column].reconstruction;
                QCOMPARE(exact.cells[column].decoded.value, expected.value);
                QCOMPARE(exact.cells[column].decoded.probability, expected.probability);
                QVERIFY(near(close.cells[column].decoded.value, expected.value));
            }
        }
    }

    /// x = W z with noise σ² I.
    void numbersOfALinearModelHaveTheirMeanAndInterval() {
        const LinearModel model = exactLinearModel("wine", 3);
        LatentDecoder decoder = decoderOf(model);
        Vector z(3);
        z << 0.5f, -1.5f, 2;
        const DecodedPlace place = decoder.decode(z);
        const std::vector<ParameterBlock>& blocks = model.vae->layout().blocks();
        std::size_t output = 0;
        while (blocks[output].name != "output.weight")
            ++output;
        Vector parameters = model.parameters;
        const Eigen::VectorXd x =
            model.vae->layout().matrix(parameters, output).cast<double>().transpose() * z.cast<double>();
        const double reach = kNormalQuantile * std::sqrt(model.noiseVariance);
        for (std::size_t i = 0; i < place.cells.size(); ++i) {
            const EncodedColumn& column = model.data->preprocessor.columns()[i];
            const auto original = [&](double encoded) { return encoded * column.scale + column.shift; };
            const double encoded = x[column.firstFeature];
            QVERIFY(near(place.cells[i].decoded.value, original(encoded)));
            QVERIFY(near(place.cells[i].lower, original(encoded - reach)));
            QVERIFY(near(place.cells[i].upper, original(encoded + reach)));
        }
    }

    void categoriesHaveTheirProbabilities() {
        LinearModel model = silentModel(kTable);
        // Raw outputs: a, b, sick, then blue, green, red.
        Eigen::VectorXd bias(6);
        bias << 0, 0.5, std::log(4.0), 0, std::log(2.0), std::log(5.0);
        setParameter(model, "output.bias", bias);
        const std::vector<EncodedColumn>& columns = model.data->preprocessor.columns();
        const DecodedPlace place = decoderOf(model).decode(Vector::Zero(2));
        QCOMPARE(place.cells[3].decoded.value, 1.0);
        QVERIFY(near(place.cells[3].decoded.probability, 0.8));
        const std::vector<double> sick = categoryProbabilities(columns[3], place.expectation);
        QVERIFY(near(sick[0], 0.2) && near(sick[1], 0.8));
        const std::vector<double> colour = categoryProbabilities(columns[4], place.expectation);
        QCOMPARE(colour.size(), std::size_t(3));
        QVERIFY(near(colour[0], 1.0 / 8) && near(colour[1], 2.0 / 8) && near(colour[2], 5.0 / 8));
        QCOMPARE(place.cells[4].decoded.value, 2.0);
        QCOMPARE(place.cells[4].lower, 2.0);
        QCOMPARE(place.cells[4].upper, 2.0);
        QVERIFY(categoryProbabilities(columns[0], place.expectation).empty());
    }

    void aColumnThatNeverVariesStaysAsItIs() {
        const DecodedPlace place = decoderOf(silentModel(kTable)).decode(Vector::Zero(2));
        QCOMPARE(place.cells[2].decoded.value, 7.0);
        QCOMPARE(place.cells[2].lower, 7.0);
        QCOMPARE(place.cells[2].upper, 7.0);
    }

    /// What a quantile is of a logarithm, its exponential is of the number.
    void anIntervalFollowsItsScale() {
        LinearModel model = silentModel("income,other\n1,1\n10,2\n100,3\n1000,4\n", "log-normal");
        const EncodedColumn& column = model.data->preprocessor.columns()[0];
        QVERIFY(isLogarithmic(column.numberScale));
        const PredictedCell cell = decoderOf(model).decode(Vector::Zero(2)).cells[0];
        // σ = 1 in encoded units, as the logarithm of its noise is 0.
        QVERIFY(near(cell.decoded.value, std::exp(column.shift)));
        QVERIFY(near(cell.lower, std::exp(column.shift - kNormalQuantile * column.scale)));
        QVERIFY(near(cell.upper, std::exp(column.shift + kNormalQuantile * column.scale)));
    }

    /// P(X ≤ 0) = 0.0498 and P(X ≤ 6) = 0.9665 for a Poisson mean of 3, P(X ≤ 5) = 0.9161.
    void countsHaveWholeIntervals() {
        LinearModel model = silentModel("visits,other\n0,1\n3,2\n1,3\n9,4\n", "poisson");
        Eigen::VectorXd bias = Eigen::VectorXd::Zero(2);
        for (const EncodedColumn& column : model.data->preprocessor.columns())
            if (column.name == "visits")
                bias[column.firstFeature] = std::log(3.0);
        setParameter(model, "output.bias", bias);
        const PredictedCell cell = decoderOf(model).decode(Vector::Zero(2)).cells[0];
        QVERIFY(near(cell.decoded.value, 3));
        QCOMPARE(cell.lower, 1.0);
        QCOMPARE(cell.upper, 6.0);
    }

    void greyValuesUnderABernoulliHaveNoInterval() {
        const LinearModel model = silentModel("grey,other\n0,1\n5,2\n10,3\n20,4\n", "bernoulli");
        QVERIFY(!hasPredictiveInterval(model.data->preprocessor.columns()[0]));
        QVERIFY(hasPredictiveInterval(model.data->preprocessor.columns()[1]));
        const PredictedCell cell = decoderOf(model).decode(Vector::Zero(2)).cells[0];
        QVERIFY(near(cell.decoded.value, 10));
        QCOMPARE(cell.lower, cell.decoded.value);
        QCOMPARE(cell.upper, cell.decoded.value);
    }

    /// What comes out then is no number; that it comes out is what counts.
    void placesOutOfThisWorldAreSurvived_data() {
        QTest::addColumn<float>("coordinate");
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity();
        QTest::newRow("huge") << -1e30f;
    }

    void placesOutOfThisWorldAreSurvived() {
        QFETCH(float, coordinate);
        const TrainedSample trained = trainSample("penguins", 2);
        LatentDecoder decoder(preprocessorOf(trained.data), trained.model);
        const DecodedPlace place = decoder.decode(Vector::Constant(2, coordinate));
        QCOMPARE(place.cells.size(), trained.data->preprocessor.columns().size());
        for (std::size_t i = 0; i < place.cells.size(); ++i) {
            const EncodedColumn& column = trained.data->preprocessor.columns()[i];
            if (!column.hasNumbers())
                QVERIFY(std::size_t(place.cells[i].decoded.value) < column.categories.size());
        }
        // The scratch bears no trace of it.
        const DecodedPlace after = decoder.decode(Vector::Zero(2));
        for (const PredictedCell& cell : after.cells)
            QVERIFY(std::isfinite(cell.decoded.value));
    }

    void oneAndManyDimensionsDecode_data() {
        QTest::addColumn<int>("latent");
        QTest::newRow("1") << 1;
        QTest::newRow("128") << 128;
    }

    void oneAndManyDimensionsDecode() {
        QFETCH(int, latent);
        LatentDecoder decoder = decoderOf(silentModel(kTable, {}, latent));
        QCOMPARE(decoder.latent(), Index(latent));
        QCOMPARE(decoder.decode(Vector::Zero(latent)).cells.size(), std::size_t(5));
    }
};

QTEST_GUILESS_MAIN(LatentDecoderTest)
#include "latent_decoder_test.moc"
