#include "core/model/factor_count.h"

#include <QTest>

#include "core/data/generators.h"
#include "tests/support/goldens.h"
#include "tests/support/standardised.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// The number columns of a table, as they are.
TestTable numbersOf(const Dataset& dataset, Index columns) {
    Matrix values(columns, dataset.rows());
    for (Index column = 0; column < columns; ++column)
        for (Index row = 0; row < dataset.rows(); ++row)
            values(column, row) = Scalar(dataset.column(std::size_t(column)).values[std::size_t(row)]);
    return tableOf(std::move(values));
}

TestTable planted(Index factors, double noise, std::uint64_t seed) {
    return numbersOf(
        *plantedFactors({.rows = 1500, .factors = factors, .columns = 12, .nuisance = 4, .noise = noise},
                        seed)
             .dataset,
        16);
}

}  // namespace

class FactorCountTest : public QObject {
    Q_OBJECT

private slots:
    void itIsThatOfNumPy_data() {
        QTest::addColumn<int>("index");
        const nlohmann::json goldens = readGoldens("factor_count_goldens.json");
        for (std::size_t i = 0; i < goldens.size(); ++i)
            QTest::addRow("%s, every %d", goldens[i]["table"].get<std::string>().c_str(),
                          goldens[i]["every"].get<int>())
                << int(i);
    }

    void itIsThatOfNumPy() {
        QFETCH(int, index);
        const nlohmann::json expected = readGoldens("factor_count_goldens.json")[std::size_t(index)];
        TestTable table = standardisedSample(expected["table"]);
        table.rows = everyRow(table.values.cols(), 0, expected["every"]);
        QCOMPARE(countFactors(moments(table.selection()), table.values.rows()),
                 expected["factors"].get<Index>());
    }

    void plantedFactorsAreCountedAndColumnsOfNoiseAreNot_data() {
        QTest::addColumn<Index>("factors");
        QTest::addColumn<double>("noise");
        for (const Index factors : {1, 2, 3, 5})
            for (const double noise : {0.1, 0.3})
                QTest::addRow("%d factors, noise %g", int(factors), noise) << factors << noise;
    }

    void plantedFactorsAreCountedAndColumnsOfNoiseAreNot() {
        QFETCH(Index, factors);
        QFETCH(double, noise);
        for (const std::uint64_t seed : {1, 2, 3, 4, 5})
            QCOMPARE(countFactors(moments(planted(factors, noise, seed).selection()), 10), factors);
    }

    void unitsDoNotMatterAndNoMoreAreCountedThanAskedFor() {
        TestTable table = planted(3, 0.3, 7);
        QCOMPARE(countFactors(moments(table.selection()), 10), Index(3));
        QCOMPARE(countFactors(moments(table.selection()), 2), Index(2));
        table.values.row(0) *= Scalar(1e4);
        table.values.row(1) *= Scalar(1e-3);
        QCOMPARE(countFactors(moments(table.selection()), 10), Index(3));
    }

    void missingCellsLeaveTheFactors() {
        TestTable table = planted(3, 0.3, 7);
        hideCells(table, 11);
        QCOMPARE(countFactors(moments(table.selection()), 10), Index(3));
    }

    void badTablesGiveACount_data() {
        QTest::addColumn<Index>("features");
        QTest::addColumn<Index>("rows");
        QTest::addColumn<bool>("same");
        QTest::newRow("one feature") << Index(1) << Index(50) << false;
        QTest::newRow("one row") << Index(3) << Index(1) << false;
        QTest::newRow("constant features") << Index(3) << Index(50) << true;
        QTest::newRow("fewer rows than features") << Index(40) << Index(10) << false;
    }

    void badTablesGiveACount() {
        QFETCH(Index, features);
        QFETCH(Index, rows);
        QFETCH(bool, same);
        Matrix values(features, rows);
        for (Index row = 0; row < rows; ++row)
            for (Index feature = 0; feature < features; ++feature)
                values(feature, row) = Scalar(same ? 1 : (7 * row + 3 * feature) % 11);
        const TestTable table = tableOf(std::move(values));
        const Index count = countFactors(moments(table.selection()), 5);
        QVERIFY(count >= 0 && count <= 5);
    }
};

QTEST_APPLESS_MAIN(FactorCountTest)
#include "factor_count_test.moc"
