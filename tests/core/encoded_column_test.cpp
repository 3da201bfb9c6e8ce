#include "core/data/encoded_column.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

Q_DECLARE_METATYPE(latentscape::NumberScale)
Q_DECLARE_METATYPE(latentscape::DateTimePrecision)

namespace {

EncodedColumn fitted(const std::vector<double>& values, NumberScale scale, double clip = 0,
                     ColumnType type = ColumnType::Number) {
    EncodedColumn column{.name = "x", .type = type, .likelihood = "gaussian", .numberScale = scale};
    fitTraining(column, clip, values);
    return column;
}

double clipped(const EncodedColumn& column, double value) {
    return std::clamp(value, column.lowest, column.highest);
}

void addScales() {
    QTest::addColumn<NumberScale>("scale");
    for (std::size_t i = 0; i < kNumberScaleNames.size(); ++i)
        QTest::newRow(kNumberScaleNames[i].data()) << NumberScale(i);
}

const std::vector<double> kTailed{0, 0, 1, 1, 2, 3, 3, 4, 5, 8, 13, 90};

}  // namespace

class EncodedColumnTest : public QObject {
    Q_OBJECT

private slots:
    void numbersAreScaledAsByScikitLearn_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("scale");
        QTest::addColumn<bool>("clips");
        const nlohmann::json goldens = readGoldens("scale_goldens.json");
        for (std::size_t i = 0; i < goldens["columns"].size(); ++i)
            for (const auto& [scale, values] : goldens["columns"][i]["scaled"].items())
                for (const bool clips : {false, true})
                    QTest::addRow("%s, %s%s", goldens["columns"][i]["name"].get<std::string>().c_str(),
                                  scale.c_str(), clips ? ", clipped" : "")
                        << int(i) << QString::fromStdString(scale) << clips;
    }

    /// Fitted on the first rows, as the scalers were.
    void numbersAreScaledAsByScikitLearn() {
        QFETCH(int, column);
        QFETCH(QString, scale);
        QFETCH(bool, clips);
        const nlohmann::json goldens = readGoldens("scale_goldens.json");
        const nlohmann::json& golden = goldens["columns"][std::size_t(column)];
        const std::vector<double> values = golden["values"].get<std::vector<double>>();
        const std::vector<double> expected =
            golden[clips ? "clipped" : "scaled"][scale.toStdString()].get<std::vector<double>>();
        const std::vector<double> training(values.begin(), values.begin() + goldens["fitted"].get<int>());
        const EncodedColumn encoded = fitted(training, numberScaleFromString(scale.toStdString()),
                                             clips ? goldens["clip"].get<double>() : 0.0);
        for (std::size_t i = 0; i < values.size(); ++i) {
            // Values are stored with 12 digits: of one far from zero that leaves fewer of its place.
            const double rounding = 1e-11 * std::abs(values[i]) / encoded.scale;
            QVERIFY(std::abs(encodedNumber(encoded, values[i]) - expected[i]) <= 1e-9 + rounding);
        }
    }

    void decodingUndoesEncoding_data() { addScales(); }

    void decodingUndoesEncoding() {
        QFETCH(NumberScale, scale);
        std::vector<double> values = kTailed;
        if (scale == NumberScale::Logarithm)
            std::replace(values.begin(), values.end(), 0.0, 0.25);
        const EncodedColumn column = fitted(values, scale);
        for (const double value : values)
            QVERIFY(std::abs(decodedNumber(column, encodedNumber(column, value)) - value) <=
                    1e-12 * (1 + std::abs(value)));
    }

    void valuesBeyondTheQuantilesCountAsThese_data() { addScales(); }

    /// numpy.quantile(kTailed, [0.1, 0.9]): 0.1 and 12.5.
    void valuesBeyondTheQuantilesCountAsThese() {
        QFETCH(NumberScale, scale);
        std::vector<double> values = kTailed;
        for (double& value : values)
            value += 1;
        const EncodedColumn column = fitted(values, scale, 0.1);
        const bool isCount = scale == NumberScale::Count;
        QVERIFY(std::abs(column.lowest - (isCount ? 1 : 1.1)) < 1e-12);
        QVERIFY(std::abs(column.highest - (isCount ? 14 : 13.5)) < 1e-12);
        QCOMPARE(column.minimum, column.lowest);
        QCOMPARE(column.maximum, column.highest);
        // Of new rows, too.
        QCOMPARE(encodedNumber(column, 1e6), encodedNumber(column, column.highest));
        QCOMPARE(encodedNumber(column, 0), encodedNumber(column, column.lowest));
        QVERIFY(encodedNumber(column, 13) < encodedNumber(column, column.highest));
        for (const double value : values)
            QVERIFY(std::abs(decodedNumber(column, encodedNumber(column, value)) - clipped(column, value)) <
                    1e-10);
        // What is drawn is as it could be learned.
        QCOMPARE(asInTable(column, 1e6), column.highest);
    }

    void aColumnThatClippingWouldLeaveWithOneValueIsNotClipped() {
        std::vector<double> values(50, 0.0);
        values.back() = 7;
        const EncodedColumn column = fitted(values, NumberScale::Standard, 0.1);
        QCOMPARE(column.features, Index(1));
        QVERIFY(std::isinf(column.lowest) && std::isinf(column.highest));
        QCOMPARE(column.maximum, 7.0);
    }

    void categoriesAreNotClipped() {
        EncodedColumn column{.name = "x",
                             .type = ColumnType::Category,
                             .likelihood = "categorical",
                             .categories = {"a", "b", "c"}};
        fitTraining(column, 0.4, {0, 1, 1, 1, 1, 1, 2});
        QCOMPARE(column.features, Index(3));
        QVERIFY(std::isinf(column.lowest) && std::isinf(column.highest));
    }

    /// More than half of the values are the median: quartiles tell nothing of the rest.
    void withoutAnInterquartileRangeTheDeviationScales() {
        const EncodedColumn column = fitted({5, 5, 5, 5, 5, 5, 5, 9}, NumberScale::Robust);
        QCOMPARE(column.shift, 5.0);
        // numpy: std of these.
        QVERIFY(std::abs(column.scale - 1.3228756555322954) < 1e-12);
    }

    void oneValueIsAConstantOnAnyScale_data() { addScales(); }

    void oneValueIsAConstantOnAnyScale() {
        QFETCH(NumberScale, scale);
        const EncodedColumn column = fitted({3, 3, 3}, scale, 0.1);
        QCOMPARE(column.features, Index(0));
        QCOMPARE(column.constant, 3.0);
    }

    void drawnDatesAreAsExactAsTheTable_data() {
        QTest::addColumn<DateTimePrecision>("precision");
        QTest::addColumn<double>("expected");
        // 2001-02-03T04:05:06.789 and a little.
        QTest::newRow("day") << DateTimePrecision::Day << 981158400.0;
        QTest::newRow("minute") << DateTimePrecision::Minute << 981173100.0;
        QTest::newRow("second") << DateTimePrecision::Second << 981173107.0;
        QTest::newRow("millisecond") << DateTimePrecision::Millisecond << 981173106.789;
    }

    void drawnDatesAreAsExactAsTheTable() {
        QFETCH(DateTimePrecision, precision);
        QFETCH(double, expected);
        EncodedColumn column = fitted({0, 2e9}, NumberScale::Standard, 0, ColumnType::DateTime);
        column.precision = precision;
        QVERIFY(std::abs(asInTable(column, 981173106.7892) - expected) < 1e-6);
        QCOMPARE(asInTable(column, 3e9), 2e9);
    }

    /// In a long column a rare value between the others tells how exactly it is written, where that matters.
    void aRareStepOfALongColumnCounts() {
        std::vector<double> values;
        for (int i = 0; i < 300000; ++i)
            values.push_back(i % 10);
        values[1] = 0.5;
        EncodedColumn column;
        fitTraining(column, 0, values);
        QCOMPARE(column.step, 0.5);
        QVERIFY(std::abs(smallestNoise(column) - 0.5 / std::sqrt(12.0) / std::sqrt(8.25)) < 1e-5);
    }

    void aLongColumnInAnyOrderHasTheNoiseAndQuantilesOfItsValues() {
        constexpr int kCount = 300001;
        std::vector<double> values;
        // 7919 and the count have no divisor in common: each value from 0 on comes once.
        for (std::int64_t i = 0; i < kCount; ++i)
            values.push_back(double(i * 7919 % kCount));
        EncodedColumn column{.numberScale = NumberScale::Robust};
        fitTraining(column, 0, values);
        QCOMPARE(column.minimum, 0.0);
        QCOMPARE(column.maximum, double(kCount - 1));
        QCOMPARE(column.shift, 150000.0);
        // The interquartile range of a standard normal.
        QVERIFY(std::abs(column.scale * 1.3489795003921634 - 150000) < 1e-6);
        QCOMPARE(smallestNoise(column), 0.01);
    }
};

QTEST_GUILESS_MAIN(EncodedColumnTest)
#include "encoded_column_test.moc"
