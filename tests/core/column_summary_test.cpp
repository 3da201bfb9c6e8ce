#include "core/data/column_summary.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>

using namespace latentscape;

namespace {

constexpr double kHuge = 1.7e308;

Column numbers(std::vector<double> values, MissingMask missing = {}) {
    if (missing.size() == 0)
        missing = MissingMask(values.size());
    return {.name = "x", .values = ColumnValues(std::move(values)), .missing = std::move(missing)};
}

}  // namespace

class ColumnSummaryTest : public QObject {
    Q_OBJECT

private slots:
    /// Expected with numpy: x = sqrt(arange(1000)); numpy.histogram(x, 24), x.mean().
    void agreesWithNumpy() {
        std::vector<double> values(1000);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = std::sqrt(double(i));
        const ColumnSummary summary = summarise(numbers(values));
        const std::vector<Index> expected{2,  5,  9,  12, 16, 19, 22, 26, 30, 33, 36, 40,
                                          44, 46, 51, 53, 58, 60, 65, 67, 71, 75, 78, 82};
        QCOMPARE(summary.bins, expected);
        QCOMPARE(summary.minimum, 0.0);
        QCOMPARE(summary.maximum, std::sqrt(999.0));
        QCOMPARE(summary.mean, 21.065833110879048);
        QCOMPARE(summary.lower, summary.minimum);
        QCOMPARE(summary.upper, summary.maximum);
    }

    void missingCellsDoNotCount() {
        const ColumnSummary summary = summarise(numbers({5, 0, 7, 0}, MissingMask{0, 1, 0, 1}));
        QCOMPARE(summary.rows, Index(4));
        QCOMPARE(summary.missing, Index(2));
        QCOMPARE(summary.present(), Index(2));
        QCOMPARE(summary.minimum, 5.0);
        QCOMPARE(summary.mean, 6.0);
        QCOMPARE(std::accumulate(summary.bins.begin(), summary.bins.end(), Index(0)), Index(2));
    }

    void fewWholeNumbersGetABinEach() {
        const ColumnSummary summary = summarise(numbers({3, 1, 3, 5, 3}));
        QCOMPARE(summary.bins, (std::vector<Index>{1, 0, 3, 0, 1}));
        QCOMPARE(summary.lower, 0.5);
        QCOMPARE(summary.upper, 5.5);
        QCOMPARE(binOf(summary, 3), std::size_t(2));
        QCOMPARE(binOf(summary, 5), std::size_t(4));
    }

    /// 18 … 90 are 73 numbers: 18 bins of 4, and one that holds the last one.
    void wholeNumbersAreSharedOutEvenly() {
        std::vector<double> values(73);
        std::iota(values.begin(), values.end(), 18);
        const ColumnSummary summary = summarise(numbers(values), 24);
        std::vector<Index> expected(19, 4);
        expected.back() = 1;
        QCOMPARE(summary.bins, expected);
        QCOMPARE(summary.lower, 17.5);
        QCOMPARE(summary.upper, 93.5);
    }

    void oddTables_data() {
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<std::vector<Index>>("bins");
        QTest::addColumn<double>("mean");
        QTest::newRow("always the same")
            << std::vector<double>{2.5, 2.5, 2.5} << std::vector<Index>{3} << 2.5;
        QTest::newRow("no rows") << std::vector<double>{} << std::vector<Index>{} << 0.0;
        QTest::newRow("a range that no double holds")
            << std::vector<double>{-kHuge, kHuge, kHuge, -kHuge} << std::vector<Index>{2, 0, 2} << 0.0;
        QTest::newRow("a sum that no double holds")
            << std::vector<double>{kHuge, kHuge} << std::vector<Index>{2} << kHuge;
        QTest::newRow("two neighbours")
            << std::vector<double>{1, std::nextafter(1.0, 2.0)} << std::vector<Index>{1, 0, 1} << 1.0;
    }

    void oddTables() {
        QFETCH(std::vector<double>, values);
        QFETCH(std::vector<Index>, bins);
        QFETCH(double, mean);
        const ColumnSummary summary = summarise(numbers(values), 3);
        QCOMPARE(summary.bins, bins);
        QVERIFY(std::abs(summary.mean - mean) <= 1e-15 * std::abs(mean));
    }

    void aColumnWithoutValuesHasNone() {
        const ColumnSummary summary = summarise(numbers({0, 0}, MissingMask{1, 1}));
        QCOMPARE(summary.present(), Index(0));
        QVERIFY(summary.bins.empty());
    }

    void categoriesComeByFrequency() {
        const Column column{.name = "c",
                            .type = ColumnType::Category,
                            .values = {2, 0, 2, 1, 0, 2, 0},
                            .missing = MissingMask{0, 0, 0, 0, 0, 0, 1},
                            .categories = {"a", "b", "c", "never"}};
        const ColumnSummary summary = summarise(column);
        using Share = ColumnSummary::Share;
        QCOMPARE(summary.top, (std::vector<Share>{{2, 3}, {0, 2}, {1, 1}}));
        QCOMPARE(summary.categories, Index(3));
        QCOMPARE(summary.missing, Index(1));
        QVERIFY(summary.bins.empty());
    }

    void onlyTheTopCategoriesAreKept() {
        Column column{.name = "c", .type = ColumnType::Text, .missing = MissingMask(30)};
        for (int i = 0; i < 30; ++i) {
            column.categories.push_back("text " + std::to_string(i));
            column.values.push_back(i);
        }
        const ColumnSummary summary = summarise(column);
        QCOMPARE(summary.top.size(), std::size_t(kTopCategories));
        QCOMPARE(summary.top.front().category, Index(0));
        QCOMPARE(summary.categories, Index(30));
    }
};

QTEST_APPLESS_MAIN(ColumnSummaryTest)
#include "column_summary_test.moc"
