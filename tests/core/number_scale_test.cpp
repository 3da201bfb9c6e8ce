#include "core/data/number_scale.h"

#include <QTest>
#include <cmath>

#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::tests;

Q_DECLARE_METATYPE(latentscape::NumberScale)

class NumberScaleTest : public QObject {
    Q_OBJECT

private slots:
    void everyScaleHasAName() {
        for (std::size_t i = 0; i < kNumberScaleNames.size(); ++i)
            QCOMPARE(numberScaleFromString(kNumberScaleNames[i]), NumberScale(i));
        QVERIFY_EXCEPTION_THROWN(numberScaleFromString("square root"), std::invalid_argument);
    }

    void choicesAreAutoAndTheScalesForNumbers() {
        const std::vector<std::string_view> expected{"auto", "standard", "robust", "minmax",
                                                     "log",  "log1p",    "none"};
        QVERIFY(scaleChoiceNames() == expected);
        for (const std::string_view name : expected)
            QVERIFY(toString(scaleChoiceFromString(name)) == name);
        QVERIFY(!scaleChoiceFromString("auto").has_value());
        QVERIFY(scaleChoiceFromString("log1p") == NumberScale::LogarithmOnePlus);
    }

    void whatIsNoChoiceIsRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char* const text : {"", "Log", "picture", "count", "log2"})
            QTest::newRow(*text ? text : "nothing") << text;
    }

    void whatIsNoChoiceIsRefused() {
        QFETCH(QString, text);
        const std::optional<Problem> problem =
            thrownProblem([&] { scaleChoiceFromString(text.toStdString()); });
        QVERIFY(problem && problem->code == ProblemCode::UnknownScale);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aScaleTakesTheNumbersForWhichItIsDefined_data() {
        QTest::addColumn<NumberScale>("scale");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("taken");
        QTest::newRow("the logarithm of zero") << NumberScale::Logarithm << 0.0 << false;
        QTest::newRow("the logarithm of the smallest number") << NumberScale::Logarithm << 5e-324 << true;
        QTest::newRow("log1p of minus one") << NumberScale::LogarithmOnePlus << -1.0 << false;
        QTest::newRow("log1p just above") << NumberScale::LogarithmOnePlus << std::nextafter(-1.0, 0) << true;
        QTest::newRow("log1p of zero") << NumberScale::LogarithmOnePlus << 0.0 << true;
        QTest::newRow("a fraction as a count") << NumberScale::Count << 0.5 << false;
        QTest::newRow("a negative count") << NumberScale::Count << -1.0 << false;
        QTest::newRow("what a float cannot hold, as it stands") << NumberScale::None << -1e39 << false;
        QTest::newRow("what a float can hold, as it stands") << NumberScale::None << -1e38 << true;
        for (const NumberScale scale :
             {NumberScale::Standard, NumberScale::Robust, NumberScale::Range, NumberScale::Picture})
            QTest::addRow("anything %s", kNumberScaleNames[std::size_t(scale)].data())
                << scale << -1e300 << true;
    }

    void aScaleTakesTheNumbersForWhichItIsDefined() {
        QFETCH(NumberScale, scale);
        QFETCH(double, value);
        QFETCH(bool, taken);
        QCOMPARE(canScale(scale, value), taken);
        // A scale that refuses some says what it needs.
        QVERIFY(taken || *scaleNeeds(scale) != '\0');
    }

    /// Below the resolution of 1, log(1 + x) is x.
    void smallNumbersKeepTheirDigitsOnLog1p() {
        QCOMPARE(beforeShift(NumberScale::LogarithmOnePlus, 1e-20), 1e-20);
        QCOMPARE(afterShift(NumberScale::LogarithmOnePlus, 1e-20), 1e-20);
    }
};

QTEST_GUILESS_MAIN(NumberScaleTest)
#include "number_scale_test.moc"
