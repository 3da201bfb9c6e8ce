#include "core/training/hyperparameters.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <set>

#include "tests/support/comma_locale.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::tests;

namespace {

using List = std::vector<std::int64_t>;

bool isNumber(const HyperparameterSpec& spec) {
    return std::holds_alternative<std::int64_t Hyperparameters::*>(spec.member) ||
           std::holds_alternative<double Hyperparameters::*>(spec.member);
}

bool isText(const HyperparameterSpec& spec) {
    return std::holds_alternative<std::string Hyperparameters::*>(spec.member);
}

/// An allowed value other than the default.
HyperparameterValue otherValue(const HyperparameterSpec& spec) {
    const HyperparameterValue standard = getHyperparameter({}, spec);
    if (const auto* const whole = std::get_if<std::int64_t>(&standard))
        return *whole + 1;
    if (const auto* const real = std::get_if<double>(&standard))
        return *real / 3 + 0.1;
    if (std::holds_alternative<std::string>(standard))
        return std::string(spec.choices.back());
    return List{7, 5, 3};
}

bool isAny(const HyperparameterSpec&) {
    return true;
}

void addSpecRows(bool (*wanted)(const HyperparameterSpec&) = isAny) {
    QTest::addColumn<QString>("key");
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (wanted(spec))
            QTest::newRow(spec.key.data()) << QString::fromUtf8(spec.key.data());
}

const HyperparameterSpec& specOf(const QString& key) {
    return hyperparameterSpec(key.toStdString());
}

}  // namespace

class HyperparametersTest : public QObject {
    Q_OBJECT

private slots:
    void everyKeyIsUniqueAndFound() {
        std::set<std::string_view> keys;
        for (const HyperparameterSpec& spec : hyperparameterSpecs()) {
            QVERIFY(keys.insert(spec.key).second);
            QCOMPARE(&hyperparameterSpec(spec.key), &spec);
        }
    }

    void everySpecExplainsItself_data() { addSpecRows(); }

    void everySpecExplainsItself() {
        QFETCH(QString, key);
        const HyperparameterSpec& spec = specOf(key);
        QVERIFY(!spec.label.empty());
        QVERIFY(!spec.help.empty());
        QVERIFY(spec.help.ends_with('.'));
        QCOMPARE(isText(spec), !spec.choices.empty());
        // A number without a warning on either side would be one that nobody can set too low or too high.
        if (isNumber(spec) && spec.key != "seed")
            QVERIFY(!spec.tooLow.empty() && !spec.tooHigh.empty());
    }

    void sliderStaysInsideTheAllowedRange_data() { addSpecRows(isNumber); }

    void sliderStaysInsideTheAllowedRange() {
        QFETCH(QString, key);
        const HyperparameterSpec& spec = specOf(key);
        QVERIFY(spec.minimum < spec.maximum);
        // A seed has no slider: its neighbours mean nothing.
        QCOMPARE(spec.sliderMinimum < spec.sliderMaximum, key != "seed");
        QVERIFY(spec.sliderMinimum >= spec.minimum);
        QVERIFY(spec.sliderMaximum <= spec.maximum);
        QVERIFY(!spec.logarithmic || spec.sliderMinimum > 0);
    }

    void valuesSurviveTextExactly_data() { addSpecRows(); }

    void valuesSurviveTextExactly() {
        QFETCH(QString, key);
        const HyperparameterSpec& spec = specOf(key);
        Hyperparameters hyperparameters;
        const HyperparameterValue value = otherValue(spec);
        QVERIFY(getHyperparameter(hyperparameters, spec) != value);
        setHyperparameter(hyperparameters, spec, value);
        QVERIFY(getHyperparameter(hyperparameters, spec) == value);
        const CommaLocale locale;
        QVERIFY(parseHyperparameter(spec, hyperparameterText(value)) == value);
        const std::vector<const HyperparameterSpec*> changed = differences({}, hyperparameters);
        QCOMPARE(changed.size(), std::size_t(1));
        QCOMPARE(changed.front(), &spec);
    }

    void realNumbersAreWrittenShortAndReadBackToTheLastBit() {
        const HyperparameterSpec& spec = hyperparameterSpec("learning-rate");
        QCOMPARE(hyperparameterText(0.1), std::string("0.1"));
        for (const double value : {1e-3, 0.1, 1.0 / 3, std::nextafter(0.1, 1.0), 5e-324, 123456.789, 0.0})
            QVERIFY(parseHyperparameter(spec, hyperparameterText(value)) == HyperparameterValue(value));
    }

    void textIsReadAsThePersonMeansIt_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("exponent") << "learning-rate"
                                  << "1e-3"
                                  << "0.001";
        QTest::newRow("list with blanks") << "hidden"
                                          << "128, 64"
                                          << "128,64";
        QTest::newRow("no layers") << "hidden"
                                   << "none"
                                   << "none";
        QTest::newRow("empty list") << "hidden"
                                    << ""
                                    << "none";
        QTest::newRow("one layer") << "hidden"
                                   << "7"
                                   << "7";
        QTest::newRow("choice") << "activation"
                                << "relu"
                                << "relu";
    }

    void textIsReadAsThePersonMeansIt() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, canonical);
        const HyperparameterValue value = parseHyperparameter(specOf(key), text.toStdString());
        QCOMPARE(QString::fromStdString(hyperparameterText(value)), canonical);
    }

    void wrongTextIsRefusedWithAFullMessage_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("code");
        const int outOfRange = int(ProblemCode::HyperparameterOutOfRange);
        const int notANumber = int(ProblemCode::HyperparameterNotANumber);
        const int notAChoice = int(ProblemCode::HyperparameterNotAChoice);
        QTest::newRow("below the range") << "latent"
                                         << "0" << outOfRange;
        QTest::newRow("above the range") << "latent"
                                         << "513" << outOfRange;
        QTest::newRow("negative") << "learning-rate"
                                  << "-0.001" << outOfRange;
        QTest::newRow("share above 0.9") << "validation"
                                         << "0.91" << outOfRange;
        QTest::newRow("negative seed") << "seed"
                                       << "-1" << outOfRange;
        QTest::newRow("seed of 33 bits") << "seed"
                                         << "4294967296" << outOfRange;
        QTest::newRow("layer without units") << "hidden"
                                             << "64,0" << outOfRange;
        QTest::newRow("word") << "beta"
                              << "much" << notANumber;
        QTest::newRow("empty") << "beta"
                               << "" << notANumber;
        QTest::newRow("not a number") << "beta"
                                      << "nan" << notANumber;
        QTest::newRow("infinite") << "beta"
                                  << "inf" << notANumber;
        QTest::newRow("beyond a double") << "beta"
                                         << "1e999" << notANumber;
        QTest::newRow("decimal comma") << "beta"
                                       << "0,5" << notANumber;
        QTest::newRow("rest behind the number") << "beta"
                                                << "1x" << notANumber;
        QTest::newRow("fraction for a whole number") << "epochs"
                                                     << "1.5" << notANumber;
        QTest::newRow("beyond 64 bits") << "epochs"
                                        << "99999999999999999999" << notANumber;
        QTest::newRow("list with a hole") << "hidden"
                                          << "64,,64" << notANumber;
        QTest::newRow("list that ends in a comma") << "hidden"
                                                   << "64," << notANumber;
        QTest::newRow("unknown choice") << "activation"
                                        << "swoosh" << notAChoice;
        QTest::newRow("other case") << "activation"
                                    << "SiLU" << notAChoice;
        QTest::newRow("empty choice") << "likelihood"
                                      << "" << notAChoice;
    }

    void wrongTextIsRefusedWithAFullMessage() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(int, code);
        const HyperparameterSpec& spec = specOf(key);
        Hyperparameters hyperparameters;
        const std::optional<Problem> problem = thrownProblem(
            [&] { setHyperparameter(hyperparameters, spec, parseHyperparameter(spec, text.toStdString())); });
        QVERIFY(problem.has_value());
        QCOMPARE(int(problem->code), code);
        QVERIFY2(isFullyDescribed(*problem), describe(*problem).c_str());
        QVERIFY(describe(*problem).find(key.toStdString()) != std::string::npos);
        QVERIFY(hyperparameters == Hyperparameters());
    }

    void unknownKeyIsRefused() {
        const std::optional<Problem> problem = thrownProblem([] { hyperparameterSpec("attention"); });
        QVERIFY(problem && problem->code == ProblemCode::UnknownHyperparameter);
        QVERIFY(isFullyDescribed(*problem));
    }

    void valueOfAnotherKindIsRefused() {
        Hyperparameters hyperparameters;
        const std::optional<Problem> problem = thrownProblem(
            [&] { setHyperparameter(hyperparameters, hyperparameterSpec("beta"), std::int64_t(1)); });
        QVERIFY(problem && problem->code == ProblemCode::HyperparameterNotANumber);
        QVERIFY(isFullyDescribed(*problem));
    }

    void limitsThemselvesAreAllowed_data() { addSpecRows(isNumber); }

    void limitsThemselvesAreAllowed() {
        QFETCH(QString, key);
        const HyperparameterSpec& spec = specOf(key);
        Hyperparameters hyperparameters;
        for (const double limit : {spec.minimum, spec.maximum}) {
            if (std::holds_alternative<double Hyperparameters::*>(spec.member))
                setHyperparameter(hyperparameters, spec, limit);
            else
                setHyperparameter(hyperparameters, spec, std::int64_t(limit));
        }
    }

    void validateFindsWhatBypassedTheChecks() {
        validate({});
        Hyperparameters hyperparameters;
        hyperparameters.learningRate = std::numeric_limits<double>::quiet_NaN();
        const std::optional<Problem> problem = thrownProblem([&] { validate(hyperparameters); });
        QVERIFY(problem && problem->code == ProblemCode::HyperparameterOutOfRange);
    }

    void recommendationFollowsTheSizeOfTheTable_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("width");
        QTest::newRow("no rows") << 0 << 16 << 64;
        QTest::newRow("iris") << 150 << 16 << 64;
        QTest::newRow("just below 32 × 20") << 639 << 16 << 64;
        QTest::newRow("32 × 20") << 640 << 32 << 64;
        QTest::newRow("digits: 89 becomes 64") << 1797 << 64 << 64;
        QTest::newRow("last with narrow layers") << 2000 << 64 << 64;
        QTest::newRow("first with wide layers") << 2001 << 64 << 128;
        QTest::newRow("128 × 20") << 2560 << 128 << 128;
        QTest::newRow("a million") << 1000000 << 128 << 128;
    }

    void recommendationFollowsTheSizeOfTheTable() {
        QFETCH(int, rows);
        QFETCH(int, batch);
        QFETCH(int, width);
        const Hyperparameters recommended = recommendedHyperparameters(rows);
        validate(recommended);
        QCOMPARE(recommended.batch, std::int64_t(batch));
        QVERIFY(recommended.hidden == List({width, width}));
    }

    void rateFallsWithTheFeaturesOfAWideTable_data() {
        QTest::addColumn<int>("features");
        QTest::addColumn<double>("rate");
        QTest::newRow("a picture of 28 × 28") << 784 << 1e-3;
        QTest::newRow("last of the usual rate") << 1000 << 1e-3;
        QTest::newRow("just beyond: 1/1001 rounded down") << 1001 << 9e-4;
        QTest::newRow("1/3000 rounded down") << 3000 << 3e-4;
        QTest::newRow("1/10000") << 10000 << 1e-4;
        QTest::newRow("1/20000") << 20000 << 5e-5;
    }

    void rateFallsWithTheFeaturesOfAWideTable() {
        QFETCH(int, features);
        QFETCH(double, rate);
        const Hyperparameters recommended = recommendedHyperparameters(1000, features);
        validate(recommended);
        QVERIFY(recommended.learningRate == rate);
    }

    void differencesAreListedInTableOrder() {
        QVERIFY(differences({}, {}).empty());
        Hyperparameters changed;
        changed.seed = 9;
        changed.hidden = {};
        changed.beta = 2;
        const std::vector<const HyperparameterSpec*> specs = differences(changed, {});
        QCOMPARE(specs.size(), std::size_t(3));
        QVERIFY(specs[0]->key == "hidden" && specs[1]->key == "beta" && specs[2]->key == "seed");
    }
};

QTEST_GUILESS_MAIN(HyperparametersTest)
#include "hyperparameters_test.moc"
